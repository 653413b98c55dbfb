import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { searchOn } from '../../domain/ask-providers.js';
import { ringsAround } from '../../domain/matching.js';
import { searchRings } from '../../persistence/find-candidates.js';
import { HousingRequests } from '../../persistence/housing-requests.repository.js';

/** No usable offer in time: providers that were not asked yet are, ring after ring; nobody left: unmet (3.3a). */
@Timer('offers-due')
export class WidenSearch implements TimerHandler {
  constructor(private readonly requests: HousingRequests) {}

  async fire(tx: Tx, requestId: string): Promise<void> {
    const request = await this.requests.lock(tx, requestId);
    if (request.status !== 'open') return;
    const around = ringsAround(request.regionCode);
    const rings = around.slice(around.findIndex((ring) => ring.name === request.ring));
    const searches = await searchRings(tx, {
      need: request,
      mode: request.mode,
      rings,
      asked: request.asked,
    });
    await this.requests.save(tx, request, searchOn(request, searches, tx.now));
  }
}
