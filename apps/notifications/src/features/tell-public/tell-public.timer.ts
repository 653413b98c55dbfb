import { contractOf } from '#libs/contracts';
import { sequenceText, setDeadline, Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { hourOf, nextTelling, noticesFor, type PublicNotice } from '../../domain/public-notice.js';
import { countTold, publicTelling } from '../../domain/subscription.js';
import { AliasKeys } from '../../persistence/alias-keys.js';
import { chance } from '../../persistence/chance.js';
import { Deliveries } from '../../persistence/deliveries.js';
import type { OutwardEvent } from '../../persistence/feed.js';
import type { SubscriptionRow } from '../../persistence/subscription.row.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { takeWaiting } from '../../persistence/waiting-notices.js';

/** Once in each hour, at a moment of its own, a subscription is told what became public in the hours that are over. */
@Timer(publicTelling)
export class TellPublic implements TimerHandler {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly deliveries: Deliveries,
    private readonly aliases: AliasKeys,
  ) {}

  async fire(tx: Tx, subscriptionId: string): Promise<void> {
    const { state, noticesTold: told } = await this.subscriptions.lock(tx, subscriptionId);
    if (state === 'deleted') return;
    setDeadline(tx, publicTelling, subscriptionId, nextTelling(tx.now, chance()));
    const waiting = await takeWaiting(tx, subscriptionId, hourOf(tx.now));
    if (waiting.length === 0) return;
    const notices = noticesFor(waiting, {
      aliasOf: await this.aliases.aliaser(tx, subscriptionId),
      random: chance,
      fieldsOf: (type) => contractOf(type)?.notice ?? {},
      told,
    });
    const row = await this.subscriptions.update(tx, subscriptionId, () => countTold(notices.length));
    for (const notice of notices)
      await this.deliveries.add(tx, {
        subscriptionId,
        organizationId: row.organizationId,
        event: outward(notice, row),
      });
  }
}

/** The attributes that a party gets, and none of them true to more than the hour, the province and the alias. */
function outward(
  { id, type, subject, number, hour, data }: PublicNotice,
  { mode }: SubscriptionRow,
): OutwardEvent {
  return {
    specversion: '1.0',
    id,
    type,
    source: `/${type.split('.')[0]}`,
    subject,
    time: hour.toISOString(),
    sequence: sequenceText(number),
    mode,
    datacontenttype: 'application/json',
    data,
  };
}
