import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ResourceAnswer } from '../../persistence/resource-answers.js';
import type { ReportCapacityBody } from './report-capacity.dto.js';

export class ReportCapacity extends Command<ResourceAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly count: ReportCapacityBody,
  ) {
    super();
  }
}
