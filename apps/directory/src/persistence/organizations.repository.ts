import { Refusal, type Bilingual } from '#libs/kernel';
import { everyone, saveAggregate, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { organizationRegistered } from '../published-events.js';
import { OrganizationRow } from './organization.row.js';
import { organizationExists } from './refusals.js';

export interface NewOrganization {
  readonly id: string;
  readonly name: Bilingual;
  readonly type: string;
  readonly departmentCode: string | null;
}

@Injectable()
export class Organizations {
  /** @throws Refusal `organization/already-registered` (409) */
  async add(tx: Tx, organization: NewOrganization): Promise<OrganizationRow> {
    if (await tx.manager.existsBy(OrganizationRow, { id: organization.id }))
      throw new Refusal(organizationExists);
    return saveAggregate<OrganizationRow>(tx, {
      entity: OrganizationRow,
      aggregate: 'organization',
      row: {
        ...organization,
        version: 0,
        mode: 'actual',
        correlationId: organization.id,
        registeredAt: tx.now,
      },
      published: [organizationRegistered(organization)],
      parties: [
        { organizationId: organization.id, capacity: 'self' },
        { organizationId: everyone, capacity: 'public' },
      ],
    });
  }
}
