import { findRegion } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { openHousingRequest } from '../../domain/ask-providers.js';
import { ringsAround } from '../../domain/matching.js';
import { referralNotFound, regionUnknown, requestAlreadyOpen } from '../../domain/refusals.js';
import { searchRings } from '../../persistence/find-candidates.js';
import { requestAnswer, type HousingRequestAnswer } from '../../persistence/housing-answers.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';
import { lockReferral } from '../../persistence/known-referrals.js';
import { RequestHousing } from './request-housing.command.js';

@CommandHandler(RequestHousing)
export class RequestHousingHandler implements ICommandHandler<RequestHousing> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: HousingRequests,
  ) {}

  execute({ context, asked }: RequestHousing): Promise<HousingRequestAnswer> {
    const { organizationId } = context.actor;
    const { referralId, regionCode, needs, householdSize = 1, arrivalExpectedAt } = asked;
    if (!findRegion(regionCode)) throw new Refusal(regionUnknown, { pointer: '/regionCode' });
    const need = { regionCode, needs, householdSize };
    return this.unitOfWork.command(context, async (tx) => {
      const referral = await lockReferral(tx, referralId);
      if (!referral) throw new Refusal(referralNotFound, { pointer: '/referralId' });
      await assertNoneOpen(tx, referralId);
      const { mode, correlationId } = referral;
      const searches = await searchRings(tx, { need, mode, rings: ringsAround(regionCode), asked: [] });
      const id = tx.newId();
      const events = openHousingRequest(
        {
          ...need,
          id,
          referral,
          requesterOrganizationId: organizationId,
          arrivalExpectedAt: arrivalExpectedAt ? new Date(arrivalExpectedAt) : null,
          now: tx.now,
        },
        searches,
      );
      const row = await this.requests.add(tx, { id, mode, correlationId }, events);
      return requestAnswer(row, [], { organizationId, now: tx.now });
    });
  }
}

/** The referral is locked, so nobody opens another meanwhile. */
async function assertNoneOpen(tx: Tx, referralId: string): Promise<void> {
  const [open] = await tx.query<{ id: string }>(
    `select id from housing_request where referral_id = $1 and status in ('open', 'offered', 'holding')`,
    [referralId],
  );
  if (open) throw new Refusal(requestAlreadyOpen, { facts: { housingRequestId: open.id } });
}
