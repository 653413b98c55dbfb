import { Refusal, type Mode } from '#libs/kernel';
import {
  assertUnchanged,
  clearDeadline,
  saveAggregate,
  setDeadline,
  type AggregateRow,
  type Tx,
} from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { awaitsResponse, evolve, type Referral, type ReferralEvent } from '../domain/referral.js';
import { referralNotFound } from '../domain/refusals.js';
import { publish } from '../published-events.js';
import { ReferralRow } from './referral.row.js';

@Injectable()
export class Referrals {
  add(
    tx: Tx,
    from: { mode: Mode; correlationId: string },
    events: readonly ReferralEvent[],
  ): Promise<ReferralRow> {
    return this.save(tx, { id: tx.newId(), version: 0, ...from }, null, events);
  }

  /** @throws Refusal `referral/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses */
  async update(
    tx: Tx,
    id: string,
    decide: (state: Referral) => readonly ReferralEvent[],
  ): Promise<ReferralRow> {
    const row = await tx.lock(ReferralRow, id);
    if (!row) throw new Refusal(referralNotFound);
    assertUnchanged(tx, row);
    const events = decide(row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  /** Ids of the referrals of a liaison request, in the order in which they are to be locked. */
  async ofRequest(tx: Tx, requestId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>('select id from referral where request_id = $1 order by id', [
      requestId,
    ]);
    return rows.map((row) => row.id);
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Referral | null,
    events: readonly ReferralEvent[],
  ): Promise<ReferralRow> {
    const after = events.reduce<Referral | null>(evolve, before)!;
    const row = await saveAggregate<ReferralRow>(tx, {
      entity: ReferralRow,
      aggregate: 'referral',
      row: { ...after, id, version, mode, correlationId },
      published: events.map((event) => publish(event, after)),
      parties: [
        { organizationId: after.senderOrganizationId, capacity: 'sender' },
        { organizationId: after.receiverOrganizationId, capacity: 'receiver' },
      ],
    });
    await this.keepResponseClock(tx, id, before, after);
    return row;
  }

  /** R29: the clock runs while nobody has answered, and starts anew at each level. */
  private async keepResponseClock(
    tx: Tx,
    id: string,
    before: Referral | null,
    after: Referral,
  ): Promise<void> {
    const runs = awaitsResponse.includes(after.status);
    const ran = before !== null && awaitsResponse.includes(before.status);
    if (runs) setDeadline(tx, 'response-due', id, after.responseDueAt);
    else if (ran) clearDeadline(tx, 'response-due', id);
  }
}
