import { Refusal } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { newestFirst, pageOf, type Page } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { holdNotFound } from '../../domain/refusals.js';
import { holdAnswer, type HoldAnswer } from '../../persistence/housing-answers.js';
import { HousingHoldRow } from '../../persistence/housing-hold.row.js';
import type { HoldsFilter } from './read-holds.dto.js';

/** Live at this moment, as the figures count them (R39). */
const isLiveNow = `((hold.status = 'held' and hold.expires_at > hub_now())
  or (hold.status = 'confirmed' and hold.arrival_expected_by > hub_now() and hold.provider_organization_id = :me))`;

@Injectable()
export class HoldReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(actor: Actor, { waiting, limit, after }: HoldsFilter): Promise<Page<HoldAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const query = newestFirst(tx, HousingHoldRow, 'hold', { limit, after });
      if (waiting) query.andWhere(isLiveNow, { me: actor.organizationId });
      const rows = await query.getMany();
      return pageOf(
        rows,
        limit,
        (row) => row.id,
        (row) => holdAnswer(row, tx.now),
      );
    });
  }

  one(actor: Actor, id: string): Promise<HoldAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(HousingHoldRow, { id });
      if (!row) throw new Refusal(holdNotFound);
      await auditRead(tx, 'hold', id);
      return holdAnswer(row, tx.now);
    });
  }
}
