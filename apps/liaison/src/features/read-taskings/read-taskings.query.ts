import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { taskingNotFound } from '../../domain/refusals.js';
import { taskingAnswer, type TaskingAnswer } from '../../persistence/tasking-answer.js';
import { TaskingRow } from '../../persistence/tasking.row.js';
import type { TaskingsFilter } from './read-taskings.dto.js';

@Injectable()
export class TaskingReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(actor: Actor, { requestId, waiting, limit, after }: TaskingsFilter): Promise<Page<TaskingAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const query = newestFirst(tx, TaskingRow, 'tasking', { limit, after });
      if (requestId) query.andWhere('tasking.request_id = :requestId', { requestId });
      if (waiting) {
        query.andWhere(
          `tasking.department_organization_id = :me and tasking.status in ('sent', 'acknowledged')`,
          { me: actor.organizationId },
        );
      }
      return pageOf(await query.getMany(), limit, (row) => row.id, taskingAnswer);
    });
  }

  /** @throws Refusal `tasking/not-found` (404) */
  one(actor: Actor, id: string): Promise<TaskingAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(TaskingRow, { id });
      if (!row) throw new Refusal(taskingNotFound);
      await auditRead(tx, 'tasking', id);
      return taskingAnswer(row);
    });
  }
}
