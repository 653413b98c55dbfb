import { ApiProperty } from '@nestjs/swagger';
import type { TaskingStatus } from '../domain/tasking.js';
import type { TaskingRow } from './tasking.row.js';

/** A department's share of a request, as the department, the office and the sender see it. */
export class TaskingAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  version!: number;
  @ApiProperty({ enum: ['actual', 'exercise', 'test'] })
  mode!: string;
  @ApiProperty()
  state!: TaskingStatus;
  @ApiProperty({ format: 'uuid' })
  requestId!: string;
  @ApiProperty()
  department!: string;
  @ApiProperty()
  kind!: string;
  @ApiProperty()
  regionCode!: string;
  @ApiProperty()
  priority!: string;
  @ApiProperty({ format: 'date-time' })
  sentAt!: string;
  @ApiProperty({ format: 'date-time' })
  dueAt!: string;
  @ApiProperty()
  overdue!: boolean;
  @ApiProperty({ nullable: true, type: String })
  answerCode!: string | null;
  @ApiProperty({ nullable: true, type: String })
  reasonCode!: string | null;
}

export function taskingAnswer(row: TaskingRow): TaskingAnswer {
  const {
    id,
    version,
    mode,
    status,
    requestId,
    department,
    kind,
    regionCode,
    priority,
    sentAt,
    dueAt,
    overdue,
    answerCode,
    reasonCode,
  } = row;
  return {
    id,
    version,
    mode,
    state: status,
    requestId,
    department,
    kind,
    regionCode,
    priority,
    sentAt: sentAt.toISOString(),
    dueAt: dueAt.toISOString(),
    overdue,
    answerCode,
    reasonCode,
  };
}
