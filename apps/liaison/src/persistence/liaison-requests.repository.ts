import { Refusal, type Mode } from '#libs/kernel';
import { assertUnchanged, clearDeadline, saveAggregate, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import {
  evolve,
  waitingOn,
  type LiaisonRequest,
  type LiaisonRequestEvent,
} from '../domain/liaison-request.js';
import { requestNotFound } from '../domain/refusals.js';
import { publishRequestEvent } from '../published-events.js';
import { LiaisonRequestRow } from './liaison-request.row.js';
import { addStep } from './steps.js';

/** Which of a request's deadlines an event makes moot. */
const endedBy: Partial<Record<LiaisonRequestEvent['type'], readonly string[]>> = {
  LiaisonRequestAcknowledged: ['acknowledgement'],
  LiaisonRequestDeclined: ['acknowledgement'],
  LiaisonRequestWithdrawn: ['acknowledgement', 'silence'],
  LiaisonRequestClosed: ['silence'],
};

@Injectable()
export class LiaisonRequests {
  /** A filing is its own correlation: everything that follows from it carries its id. */
  async add(
    tx: Tx,
    id: string,
    mode: Mode,
    events: readonly LiaisonRequestEvent[],
  ): Promise<LiaisonRequestRow> {
    return this.save(tx, { id, version: 0, mode, correlationId: id }, null, events);
  }

  /**
   * Locks the request, lets `decide` choose what happens to it, and writes that.
   * @throws Refusal `liaison-request/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses
   */
  async update(
    tx: Tx,
    id: string,
    decide: (
      state: LiaisonRequest,
      row: LiaisonRequestRow,
    ) => readonly LiaisonRequestEvent[] | Promise<readonly LiaisonRequestEvent[]>,
  ): Promise<LiaisonRequestRow> {
    const row = await tx.lock(LiaisonRequestRow, id);
    if (!row) throw new Refusal(requestNotFound);
    assertUnchanged(tx, row);
    const events = await decide(row, row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: LiaisonRequest | null,
    events: readonly LiaisonRequestEvent[],
  ): Promise<LiaisonRequestRow> {
    const after = events.reduce<LiaisonRequest | null>(evolve, before)!;
    const saved = await saveAggregate<LiaisonRequestRow>(tx, {
      entity: LiaisonRequestRow,
      aggregate: 'request',
      row: { ...after, id, version, mode, correlationId },
      published: events.map(publishRequestEvent),
      parties: [
        { organizationId: after.senderOrganizationId, capacity: 'sender' },
        { organizationId: after.officeOrganizationId, capacity: 'office' },
      ],
    });
    for (const event of events.map(publishRequestEvent)) {
      addStep(tx, id, {
        type: event.contract.type,
        state: after.status,
        waitingOn: waitingOn(after.status),
      });
    }
    for (const { type } of events) {
      for (const kind of endedBy[type] ?? []) clearDeadline(tx, kind, id);
    }
    return saved;
  }
}
