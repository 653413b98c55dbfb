import { Refusal } from '#libs/kernel';
import {
  assertUnchanged,
  clearDeadline,
  everyone,
  saveAggregate,
  setDeadline,
  type AggregateRow,
  type Tx,
} from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { evolve, type Organization, type OrganizationEvent } from '../domain/organization.js';
import { departmentExists, organizationExists, organizationNotFound } from '../domain/refusals.js';
import { publishOrganizationEvent } from '../published-events.js';
import { OrganizationRow } from './organization.row.js';

@Injectable()
export class Organizations {
  /** @throws Refusal `organization/already-registered`, `organization/department-already-registered` (409) */
  async add(
    tx: Tx,
    id: string,
    departmentCode: string | null,
    events: readonly OrganizationEvent[],
  ): Promise<OrganizationRow> {
    if (await tx.manager.existsBy(OrganizationRow, { id })) throw new Refusal(organizationExists);
    if (departmentCode !== null && (await tx.manager.existsBy(OrganizationRow, { departmentCode })))
      throw new Refusal(departmentExists, { pointer: '/departmentCode' });
    return this.save(tx, { id, version: 0, mode: 'actual', correlationId: id }, null, events);
  }

  /** @throws Refusal `organization/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses */
  async update(
    tx: Tx,
    id: string,
    decide: (state: Organization) => readonly OrganizationEvent[],
  ): Promise<OrganizationRow> {
    const row = await tx.lock(OrganizationRow, id);
    if (!row) throw new Refusal(organizationNotFound);
    assertUnchanged(tx, row);
    const events = decide(row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Organization | null,
    events: readonly OrganizationEvent[],
  ): Promise<OrganizationRow> {
    const after = events.reduce<Organization | null>(evolve, before)!;
    if (after.standing === 'ended') clearDeadline(tx, 'agreement-ends', id);
    else if (after.agreementUntil) setDeadline(tx, 'agreement-ends', id, after.agreementUntil);
    return saveAggregate<OrganizationRow>(tx, {
      entity: OrganizationRow,
      aggregate: 'organization',
      row: { ...after, id, version, mode, correlationId },
      published: events.flatMap((event) => publishOrganizationEvent(event, before)),
      parties: [
        { organizationId: id, capacity: 'self' },
        { organizationId: everyone, capacity: 'public' },
      ],
    });
  }
}
