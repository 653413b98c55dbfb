import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { loseOffer } from '../../domain/move-request.js';
import { lapse } from '../../domain/offer.js';
import { HousingOfferRow } from '../../persistence/housing-offer.row.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';

@Timer('offer-lapse')
export class LapseOffer implements TimerHandler {
  constructor(
    private readonly requests: HousingRequests,
    private readonly offers: HousingOffers,
  ) {}

  async fire(tx: Tx, offerId: string): Promise<void> {
    const { housingRequestId } = await tx.manager.findOneByOrFail(HousingOfferRow, { id: offerId });
    const request = await this.requests.lock(tx, housingRequestId);
    const offer = await this.offers.lock(tx, offerId);
    const events = lapse(offer, tx.now);
    if (events.length === 0) return;
    await this.offers.save(tx, offer, events);
    await this.requests.save(tx, request, loseOffer(request, offerId, tx.now));
  }
}
