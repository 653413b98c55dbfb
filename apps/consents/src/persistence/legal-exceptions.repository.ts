import { Refusal, type Mode } from '#libs/kernel';
import {
  assertUnchanged,
  clearDeadline,
  saveAggregate,
  setDeadline,
  type AggregateRow,
  type Tx,
} from '#libs/messaging';
import { CONFIG } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { ConsentsConfig } from '../config.js';
import { evolve, type LegalException, type LegalExceptionEvent } from '../domain/legal-exception.js';
import { exceptionNotFound } from '../domain/refusals.js';
import { publishExceptionEvent } from '../published-events.js';
import { LegalExceptionRow } from './legal-exception.row.js';
import { takePlaces } from './streams.js';

@Injectable()
export class LegalExceptions {
  constructor(@Inject(CONFIG) private readonly config: ConsentsConfig) {}

  add(tx: Tx, mode: Mode, events: readonly LegalExceptionEvent[]): Promise<LegalExceptionRow> {
    const id = tx.newId();
    return this.save(tx, { id, version: 0, mode, correlationId: id }, null, events);
  }

  /** @throws Refusal `legal-exception/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses */
  async update(
    tx: Tx,
    id: string,
    decide: (state: LegalException) => readonly LegalExceptionEvent[],
  ): Promise<LegalExceptionRow> {
    const row = await tx.lock(LegalExceptionRow, id);
    if (!row) throw new Refusal(exceptionNotFound);
    assertUnchanged(tx, row);
    const events = decide(row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  /** Live exceptions about a person, of one mode, or of all where that is actual (R62), in the order in which they are to be locked. */
  async liveOf(tx: Tx, mode: Mode, organizationId: string, participantRef: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from legal_exception
       where owner_organization_id = $1 and participant_ref = $2 and status = 'live' and ($3 = 'actual' or mode = $3) order by id`,
      [organizationId, participantRef, mode],
    );
    return rows.map((row) => row.id);
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: LegalException | null,
    events: readonly LegalExceptionEvent[],
  ): Promise<LegalExceptionRow> {
    const after = events.reduce<LegalException | null>(evolve, before)!;
    const { ownerOrganizationId, participantRef } = after;
    const placed = events.filter((event) => event.type !== 'LegalExceptionReviewed').length;
    const nextPlace = await takePlaces(tx, 'legal_exception', id, placed);
    const row = await saveAggregate<LegalExceptionRow>(tx, {
      entity: LegalExceptionRow,
      aggregate: 'legal_exception',
      row: { ...after, id, version, mode, correlationId },
      published: events.flatMap((event) =>
        publishExceptionEvent(event, after, nextPlace).map((published) => ({ ...published, consentRef: id })),
      ),
      parties: [
        { organizationId: ownerOrganizationId, capacity: 'owner' },
        { organizationId: this.config.officeOrganizationId, capacity: 'office' },
      ],
      person: { participantRef, ownerOrganizationId, consentRef: id },
    });
    if (before === null) setDeadline(tx, 'legal-exception-expires', id, after.until);
    else if (after.status !== 'live') clearDeadline(tx, 'legal-exception-expires', id);
    return row;
  }
}
