import { auditOperator, setDeadline, Timer, UnitOfWork, type TimerHandler, type Tx } from '#libs/messaging';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { KeyPort } from './key-port.js';
import { SubjectKeys } from './subject-keys.js';

const kind = 'rewrap-keys';
/** One for each app: the keys of all its subjects. */
const ownerId = '00000000-0000-0000-0000-000000000000';
const nextSeconds = { more: 0, nothing: 10 };

/**
 * Follows the current master key: what another one wraps is wrapped anew, a batch after the other, while everything runs.
 * Both open until none is left.
 */
@Timer(kind)
export class RewrapKeys implements TimerHandler, OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeys,
    private readonly masterKeys: KeyPort,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.unitOfWork.worker({}, async (tx) => setDeadline(tx, kind, ownerId, tx.now));
  }

  async fire(tx: Tx): Promise<void> {
    const { rewrapped, left } = await this.keys.rewrap();
    const seconds = left > 0 && rewrapped > 0 ? nextSeconds.more : nextSeconds.nothing;
    setDeadline(tx, kind, ownerId, new Date(tx.now.getTime() + seconds * 1000));
    if (rewrapped === 0) return;
    const name = `master key ${await this.masterKeys.currentId()}`;
    await auditOperator(tx, 'keys-rewrapped', 'keys', 'all', {
      name,
      reason: `${rewrapped} keys wrapped anew, ${left} left`,
    });
  }
}
