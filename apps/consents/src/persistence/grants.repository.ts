import { consentRule } from '#libs/codes';
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
import { evolve, type Grant, type GrantEvent } from '../domain/grant.js';
import { grantNotFound } from '../domain/refusals.js';
import { publishGrantEvent } from '../published-events.js';
import { GrantRow } from './grant.row.js';
import { takePlaces } from './streams.js';

const day = 86_400_000;
/** As many as the contract names. */
const othersMax = 50;

@Injectable()
export class Grants {
  add(tx: Tx, mode: Mode, events: readonly GrantEvent[]): Promise<GrantRow> {
    const id = tx.newId();
    return this.save(tx, { id, version: 0, mode, correlationId: id }, null, events);
  }

  /** @throws Refusal `grant/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses */
  async update(tx: Tx, id: string, decide: (state: Grant) => readonly GrantEvent[]): Promise<GrantRow> {
    const row = await tx.lock(GrantRow, id);
    if (!row) throw new Refusal(grantNotFound);
    assertUnchanged(tx, row);
    const events = decide(row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  /** Live grants of a person, of one mode, or of all where that is actual (R62), in the order in which they are to be locked. */
  async liveOf(tx: Tx, mode: Mode, organizationId: string, participantRef: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from consent_grant
       where owner_organization_id = $1 and participant_ref = $2 and status = 'live' and ($3 = 'actual' or mode = $3) order by id`,
      [organizationId, participantRef, mode],
    );
    return rows.map((row) => row.id);
  }

  /** The person's other live grants in this mode, the newest first: what may cover what this one did. */
  private async othersOf(
    tx: Tx,
    { id, mode }: { id: string; mode: Mode },
    { ownerOrganizationId, participantRef }: Grant,
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from consent_grant
       where owner_organization_id = $1 and participant_ref = $2 and status = 'live' and mode = $3 and id <> $4
       order by id desc limit $5`,
      [ownerOrganizationId, participantRef, mode, id, othersMax],
    );
    return rows.map((row) => row.id);
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Grant | null,
    events: readonly GrantEvent[],
  ): Promise<GrantRow> {
    const after = events.reduce<Grant | null>(evolve, before)!;
    const { ownerOrganizationId, participantRef } = after;
    const placed = events.filter((event) => event.type !== 'GrantExpiryNear').length;
    const otherIds = after.status === 'live' ? [] : await this.othersOf(tx, { id, mode }, after);
    const nextPlace = await takePlaces(tx, 'grant', id, placed);
    const row = await saveAggregate<GrantRow>(tx, {
      entity: GrantRow,
      aggregate: 'grant',
      row: { ...after, id, version, mode, correlationId },
      published: events.map((event) => ({
        ...publishGrantEvent(event, after, otherIds, nextPlace),
        consentRef: id,
      })),
      parties: [{ organizationId: ownerOrganizationId, capacity: 'owner' }],
      person: { participantRef, ownerOrganizationId, consentRef: id },
    });
    if (before === null) this.setClocks(tx, id, after);
    else if (after.status !== 'live') this.clearClocks(tx, id);
    return row;
  }

  /** R11: an end, and a reminder before it where there is time for one. */
  private setClocks(tx: Tx, id: string, { until }: Grant): void {
    setDeadline(tx, 'grant-expires', id, until);
    const remindAt = new Date(until.getTime() - consentRule.reminderDays * day);
    if (remindAt > tx.now) setDeadline(tx, 'grant-expiry-near', id, remindAt);
  }

  private clearClocks(tx: Tx, id: string): void {
    clearDeadline(tx, 'grant-expires', id);
    clearDeadline(tx, 'grant-expiry-near', id);
  }
}
