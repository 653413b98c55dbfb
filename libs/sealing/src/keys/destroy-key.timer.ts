import { setDeadline, Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { SubjectKeys } from './subject-keys.js';

const kind = 'destroy-key';

/** Destroys the key of a record after the commit of what ended the record: the keys are in another database (messaging.md 12). */
export function destroyKeyLater(tx: Tx, recordId: string): void {
  setDeadline(tx, kind, recordId, tx.now);
}

@Timer(kind)
export class DestroyKey implements TimerHandler {
  constructor(private readonly keys: SubjectKeys) {}

  async fire(_tx: Tx, recordId: string): Promise<void> {
    await this.keys.destroy(recordId);
  }
}
