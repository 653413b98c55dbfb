import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { missAcknowledgement } from '../../domain/handle.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';

/** R22: a breach is an event that the sender sees. */
@Timer('acknowledgement')
export class MissAcknowledgement implements TimerHandler {
  constructor(private readonly liaisonRequests: LiaisonRequests) {}

  async fire(tx: Tx, requestId: string): Promise<void> {
    await this.liaisonRequests.update(tx, requestId, missAcknowledgement);
  }
}
