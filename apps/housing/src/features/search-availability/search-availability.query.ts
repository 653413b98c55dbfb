import { findRegion } from '#libs/codes';
import { Refusal, type Mode } from '#libs/kernel';
import { UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { fitsHousehold, ringDistance, ringsAround, type Need } from '../../domain/matching.js';
import { regionUnknown } from '../../domain/refusals.js';
import { findCandidates } from '../../persistence/find-candidates.js';
import { availabilityAnswer } from '../../persistence/resource-answers.js';
import type { AvailabilityList, AvailabilityQuery } from './search-availability.dto.js';

@Injectable()
export class AvailabilitySearch {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Refusal `resource/region-unknown` (422) */
  search(
    actor: Actor,
    { needs, region, householdSize, limit }: AvailabilityQuery,
    mode: Mode,
  ): Promise<AvailabilityList> {
    if (!findRegion(region)) throw new Refusal(regionUnknown, { pointer: '/region' });
    const need: Need = { needs, householdSize, regionCode: region };
    const rings = ringsAround(region);
    return this.unitOfWork.query(actor, async (tx) => {
      const found = await findCandidates(tx, need, rings[0]!, mode);
      const items = found
        .filter((candidate) => fitsHousehold(householdSize, candidate))
        .slice(0, limit)
        .map((candidate) =>
          availabilityAnswer(
            candidate,
            rings[ringDistance(region, candidate.regionCode)]?.name ?? 'national',
          ),
        );
      return { items, next: null };
    });
  }
}
