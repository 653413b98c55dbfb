import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { passOver } from '../../domain/offer.js';
import { HousingHolds } from '../../persistence/housing-holds.repository.js';
import { HousingOffers } from '../../persistence/housing-offers.repository.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';

/**
 * A request has ended: the offers that still stand were passed over, and a hold that a sibling's arrival made needless is
 * released. Done by the app itself at once, since the provider at whose door the person stands sees no other's offers.
 */
@Timer('request-ended')
export class CloseEndedRequest implements TimerHandler {
  constructor(
    private readonly requests: HousingRequests,
    private readonly offers: HousingOffers,
    private readonly holds: HousingHolds,
  ) {}

  async fire(tx: Tx, requestId: string): Promise<void> {
    const request = await this.requests.lock(tx, requestId);
    for (const { id, status } of await this.offers.ofRequests(tx, [request.id])) {
      if (status !== 'offered') continue;
      const offer = await this.offers.lock(tx, id);
      await this.offers.save(tx, offer, passOver(offer));
    }
    await this.holds.letGoOf(tx, request.id, 'other_place_found');
  }
}
