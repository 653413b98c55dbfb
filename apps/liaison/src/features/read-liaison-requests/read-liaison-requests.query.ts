import { contractOf } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { requestNotFound } from '../../domain/refusals.js';
import { LiaisonRequestRow } from '../../persistence/liaison-request.row.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import type { RequestsFilter, TimelineAnswer } from './read-liaison-requests.dto.js';

/** States in which it is the office's turn, and the sender's. */
const waitingForOffice = ['submitted', 'acknowledged', 'triaged', 'consolidating'];
const waitingForSender = ['answered'];

@Injectable()
export class LiaisonRequestReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(actor: Actor, { state, waiting, limit, after }: RequestsFilter): Promise<Page<RequestAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const query = newestFirst(tx, LiaisonRequestRow, 'request', { limit, after });
      if (state) query.andWhere('request.status = :state', { state });
      if (waiting) {
        query.andWhere(
          `((request.office_organization_id = :me and request.status in (:...waitingForOffice))
            or (request.sender_organization_id = :me and request.status in (:...waitingForSender)))`,
          { me: actor.organizationId, waitingForOffice, waitingForSender },
        );
      }
      return pageOf(await query.getMany(), limit, (row) => row.id, requestAnswer);
    });
  }

  /** @throws Refusal `liaison-request/not-found` (404) */
  one(actor: Actor, id: string): Promise<RequestAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(LiaisonRequestRow, { id });
      if (!row) throw new Refusal(requestNotFound);
      await auditRead(tx, 'request', id);
      return requestAnswer(row);
    });
  }

  /** @throws Refusal `liaison-request/not-found` (404) */
  timeline(actor: Actor, id: string): Promise<TimelineAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const steps = await tx.query<{ at: Date; type: string; waiting_on: string; waited: number }>(
        `select at, type, waiting_on,
                extract(epoch from lead(at, 1, hub_now()) over (order by at, id) - at)::float8 as waited
         from request_step where request_id = $1 order by at, id`,
        [id],
      );
      if (steps.length === 0) throw new Refusal(requestNotFound);
      await auditRead(tx, 'request', id);
      const waitedSecondsOn: Record<string, number> = {};
      for (const { waiting_on: whom, waited } of steps)
        waitedSecondsOn[whom] = (waitedSecondsOn[whom] ?? 0) + waited;
      return {
        items: steps.map(({ at, type, waiting_on: whom, waited }) => ({
          at: at.toISOString(),
          type,
          label: contractOf(type)?.description ?? { en: type, fr: type },
          waitingOn: whom,
          waitedSeconds: waited,
        })),
        waitedSecondsOn,
      };
    });
  }
}
