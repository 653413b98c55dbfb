import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { closeInSilence } from '../../domain/handle.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';

@Timer('silence')
export class CloseInSilence implements TimerHandler {
  constructor(private readonly liaisonRequests: LiaisonRequests) {}

  async fire(tx: Tx, requestId: string): Promise<void> {
    await this.liaisonRequests.update(tx, requestId, closeInSilence);
  }
}
