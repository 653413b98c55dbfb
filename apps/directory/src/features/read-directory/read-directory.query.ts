import { regionContains } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { UnitOfWork, type Actor } from '#libs/messaging';
import { pageOf, type Page, type PageQuery } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import {
  organizationAnswer,
  regionalHubAnswer,
  type OrganizationAnswer,
  type RegionalHubAnswer,
} from '../../persistence/answers.js';
import { OrganizationRow } from '../../persistence/organization.row.js';
import { organizationNotFound, regionalHubNotFound } from '../../domain/refusals.js';
import { RegionalHubRow } from '../../persistence/regional-hub.row.js';
import type { HubsFilter } from './read-directory.dto.js';

@Injectable()
export class DirectoryReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  organizations(actor: Actor, { limit, after }: PageQuery): Promise<Page<OrganizationAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const rows = await tx.manager.find(OrganizationRow, {
        where: after ? { id: MoreThan(after) } : {},
        order: { id: 'ASC' },
        take: limit + 1,
      });
      return pageOf(rows, limit, (row) => row.id, organizationAnswer);
    });
  }

  /** @throws Refusal `organization/not-found` (404) */
  organization(actor: Actor, id: string): Promise<OrganizationAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(OrganizationRow, { id });
      if (!row) throw new Refusal(organizationNotFound);
      return organizationAnswer(row);
    });
  }

  /** @throws Refusal `regional-hub/not-found` (404) */
  hub(actor: Actor, id: string): Promise<RegionalHubAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(RegionalHubRow, { id });
      if (!row) throw new Refusal(regionalHubNotFound);
      return regionalHubAnswer(row);
    });
  }

  hubs(actor: Actor, { region, limit, after }: HubsFilter): Promise<Page<RegionalHubAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const rows = await tx.manager.find(RegionalHubRow, {
        where: after ? { id: MoreThan(after) } : {},
        order: { id: 'ASC' },
      });
      const serving = rows.filter(
        (row) => !region || row.regionCodes.some((code) => regionContains(code, region)),
      );
      return pageOf(serving.slice(0, limit + 1), limit, (row) => row.id, regionalHubAnswer);
    });
  }
}
