import { Refusal, type Mode } from '#libs/kernel';
import { assertUnchanged, saveAggregate, setDeadline, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import {
  evolveRequest,
  hasEnded,
  type HousingRequest,
  type HousingRequestEvent,
} from '../domain/housing-request.js';
import { requestNotFound } from '../domain/refusals.js';
import { publishRequestEvent } from '../published-events.js';
import { HousingRequestRow } from './housing-request.row.js';

/**
 * Housing requests. Whoever changes several things locks them in this order, always: request, offer, hold, resource.
 * A deadline that became moot is left to fire in vain: a timer holds its deadline's row before it asks for the request, so
 * that a command which deleted it with the request in hand would wait the wrong way round.
 */
@Injectable()
export class HousingRequests {
  async add(
    tx: Tx,
    facts: { id: string; mode: Mode; correlationId: string },
    events: readonly HousingRequestEvent[],
  ): Promise<HousingRequestRow> {
    return this.write(tx, { ...facts, version: 0 }, null, events);
  }

  /** @throws Refusal `housing-request/not-found` (404) */
  async lock(tx: Tx, id: string): Promise<HousingRequestRow> {
    const row = await tx.lock(HousingRequestRow, id);
    if (!row) throw new Refusal(requestNotFound);
    return row;
  }

  /** The one that the caller named: @throws also Refusal `request/changed-meanwhile` (412) */
  async lockNamed(tx: Tx, id: string): Promise<HousingRequestRow> {
    const row = await this.lock(tx, id);
    assertUnchanged(tx, row);
    return row;
  }

  async save(
    tx: Tx,
    row: HousingRequestRow,
    events: readonly HousingRequestEvent[],
  ): Promise<HousingRequestRow> {
    return events.length === 0 ? row : this.write(tx, row, row, events);
  }

  private async write(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: HousingRequest | null,
    events: readonly HousingRequestEvent[],
  ): Promise<HousingRequestRow> {
    const after = events.reduce<HousingRequest | null>(evolveRequest, before)!;
    const saved = await saveAggregate<HousingRequestRow>(tx, {
      entity: HousingRequestRow,
      aggregate: 'housing-request',
      row: { ...after, id, version, mode, correlationId },
      published: events.flatMap((event) => publishRequestEvent(after, event)),
      parties: [
        { organizationId: after.requesterOrganizationId, capacity: 'requester' },
        { organizationId: after.senderOrganizationId, capacity: 'sender' },
        ...after.asked.map((organizationId) => ({ organizationId, capacity: 'provider' })),
      ],
    });
    if (after.status === 'open') setDeadline(tx, 'offers-due', id, after.offersDueAt);
    if (hasEnded(after)) setDeadline(tx, 'request-ended', id, tx.now);
    if (after.status === 'unmet') await recordUnmetNeed(tx, mode, after);
    return saved;
  }
}

/** R44 */
async function recordUnmetNeed(tx: Tx, mode: Mode, request: HousingRequest): Promise<void> {
  await tx.query(
    `insert into unmet_need (housing_request_id, organization_id, mode, region_code, needs, reason_codes, at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      request.id,
      request.requesterOrganizationId,
      mode,
      request.regionCode,
      JSON.stringify(request.needs),
      JSON.stringify(request.endReasonCodes),
      tx.now,
    ],
  );
}
