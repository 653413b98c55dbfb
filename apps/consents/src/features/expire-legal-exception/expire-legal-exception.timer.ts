import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { end } from '../../domain/legal-exception.js';
import { LegalExceptions } from '../../persistence/legal-exceptions.repository.js';

/** A legal exception ends by itself. */
@Timer('legal-exception-expires')
export class ExpireLegalException implements TimerHandler {
  constructor(private readonly exceptions: LegalExceptions) {}

  async fire(tx: Tx, exceptionId: string): Promise<void> {
    await this.exceptions.update(tx, exceptionId, (state) => end(state, 'expired', tx.now));
  }
}
