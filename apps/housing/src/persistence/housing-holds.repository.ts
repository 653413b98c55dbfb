import { Refusal } from '#libs/kernel';
import { assertUnchanged, saveAggregate, setDeadline, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { evolveHold, holdStatusAt, isLive, type Hold, type HoldEvent } from '../domain/hold.js';
import { letGo, letTimePass } from '../domain/move-hold.js';
import { reopen } from '../domain/move-request.js';
import { holdNotFound } from '../domain/refusals.js';
import { publishHoldEvent } from '../published-events.js';
import { lockFigures } from './figures.js';
import { HousingHoldRow } from './housing-hold.row.js';
import type { HousingRequestRow } from './housing-request.row.js';
import { HousingRequests } from './housing-requests.repository.js';

/** A hold under its lock, and the request that it serves, locked before it. */
export interface LockedHold {
  readonly request: HousingRequestRow;
  readonly hold: HousingHoldRow;
}

@Injectable()
export class HousingHolds {
  constructor(private readonly requests: HousingRequests) {}

  /** A hold follows its request: same mode, same correlation. */
  async add(
    tx: Tx,
    id: string,
    { mode, correlationId }: HousingRequestRow,
    events: readonly HoldEvent[],
  ): Promise<HousingHoldRow> {
    return this.write(tx, { id, version: 0, mode, correlationId }, null, events);
  }

  /**
   * Locks the hold's request, then the hold.
   * @throws Refusal `hold/not-found` (404)
   */
  async lock(tx: Tx, id: string): Promise<LockedHold> {
    const found = await tx.manager.findOneBy(HousingHoldRow, { id });
    if (!found) throw new Refusal(holdNotFound);
    const request = await this.requests.lock(tx, found.housingRequestId);
    const hold = await tx.lock(HousingHoldRow, id);
    if (!hold) throw new Refusal(holdNotFound);
    return { request, hold };
  }

  /** The one that the caller named: @throws also Refusal `request/changed-meanwhile` (412) */
  async lockNamed(tx: Tx, id: string): Promise<LockedHold> {
    const locked = await this.lock(tx, id);
    assertUnchanged(tx, locked.hold);
    return locked;
  }

  /**
   * The same and then the resource, for what keeps a unit or turns it into an occupied one. `now` is the time once all
   * locks are held: a hold that ran out while we waited may have been given to somebody else.
   */
  async lockNamedWithResource(tx: Tx, id: string): Promise<LockedHold & { now: Date }> {
    const locked = await this.lockNamed(tx, id);
    const { now } = await lockFigures(tx, locked.hold.resourceId);
    return { ...locked, now };
  }

  async save(tx: Tx, row: HousingHoldRow, events: readonly HoldEvent[]): Promise<HousingHoldRow> {
    return events.length === 0 ? row : this.write(tx, row, row, events);
  }

  /** Writes down what the clock has decided, of the hold and of its request; rings again where the time was moved. */
  async letTimePass(tx: Tx, { request, hold }: LockedHold): Promise<LockedHold> {
    const events = letTimePass(hold, tx.now);
    const after = await this.save(tx, hold, events);
    if (events.length === 0) {
      if (isLive(hold.status)) await this.setDeadlines(tx, hold);
      return { request, hold: after };
    }
    const reasonCode = after.status === 'no_show' ? 'no_show' : 'hold_expired';
    const reopened = reopen(request, { holdId: hold.id, reasonCode }, tx.now);
    return { request: await this.requests.save(tx, request, reopened), hold: after };
  }

  /** The live hold of a request that is over goes with it (R41). The request is locked. */
  async letGoOf(tx: Tx, requestId: string, reasonCode: string): Promise<void> {
    const live = await tx.manager
      .createQueryBuilder(HousingHoldRow, 'hold')
      .setLock('pessimistic_write')
      .where(`hold.housing_request_id = :requestId and hold.status in ('held', 'confirmed')`, { requestId })
      .getMany();
    for (const hold of live) {
      const isDead = !isLive(holdStatusAt(hold, tx.now));
      await this.save(tx, hold, isDead ? letTimePass(hold, tx.now) : letGo(hold, reasonCode));
    }
  }

  private async write(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Hold | null,
    events: readonly HoldEvent[],
  ): Promise<HousingHoldRow> {
    const after = events.reduce<Hold | null>(evolveHold, before)!;
    const saved = await saveAggregate<HousingHoldRow>(tx, {
      entity: HousingHoldRow,
      aggregate: 'hold',
      row: { ...after, id, version, mode, correlationId },
      published: events.map(publishHoldEvent),
      parties: [
        { organizationId: after.requesterOrganizationId, capacity: 'requester' },
        { organizationId: after.providerOrganizationId, capacity: 'provider' },
        { organizationId: after.senderOrganizationId, capacity: 'sender' },
      ],
    });
    // An extension does not move the deadline: when it fires, it sees the new time and is set again.
    if (before?.status !== after.status) await this.setDeadlines(tx, after);
    return saved;
  }

  private async setDeadlines(tx: Tx, { id, status, expiresAt, arrivalExpectedBy }: Hold): Promise<void> {
    if (status === 'held') setDeadline(tx, 'hold-expiry', id, expiresAt);
    if (status === 'confirmed' && arrivalExpectedBy) setDeadline(tx, 'hold-arrival', id, arrivalExpectedBy);
  }
}
