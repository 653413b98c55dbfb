import { UnitOfWork } from '#libs/messaging';
import { LOG } from '#libs/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { judgeAttempt, type AttemptOutcome, type Verdict } from '../../domain/delivery.js';
import {
  activate,
  deliveryGivenUp,
  deliverySucceeded,
  type Subscription,
  type SubscriptionEvent,
} from '../../domain/subscription.js';
import { WebhookSender, type Sent } from '../../outside/webhook-sender.js';
import { challengeType, Deliveries, type Room, type TakenDelivery } from '../../persistence/deliveries.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';

/**
 * In flight in this process; of those that are not the first of their subscription, so that there is room for the first of
 * others, however many are slow; of one subscription; and of one whose last attempt failed or was slow.
 */
const atOnceMax = { all: 32, further: 16, subscription: 4, sluggish: 1 };
const slowMilliseconds = 1_000;
const sleepMilliseconds = { least: 20, blocked: 250, most: 1_000 };

/** Sends what is due, and may be killed at any moment: whatever it had taken is attempted again (messaging.md 12). */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private stopping = false;
  private running: Promise<void> | undefined;
  private readonly underway = new Map<string, { subscriptionId: string; attempt: Promise<void> }>();
  /** Subscriptions whose last attempt failed or was slow. */
  private readonly sluggish = new Set<string>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: Deliveries,
    private readonly subscriptions: Subscriptions,
    private readonly secrets: WebhookSecrets,
    private readonly sender: WebhookSender,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.deliveries.wake();
    await this.running;
    this.sender.close();
  }

  /** Attempts everything that is due now, also what becomes due by it; returns how many attempts were made. */
  async runOnce(): Promise<number> {
    let attempts = 0;
    for (;;) {
      attempts += await this.begin();
      if (this.underway.size === 0) return attempts;
      await Promise.race([...this.underway.values()].map(({ attempt }) => attempt));
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if ((await this.begin()) > 0) continue;
        const wait = await this.unitOfWork.worker({}, (tx) => this.deliveries.millisecondsToNext(tx));
        await this.deliveries.sleep(sleepFor(wait));
      } catch (error) {
        this.log.warn({ error: String(error) }, 'Deliveries wait for the database.');
        await this.deliveries.sleep(sleepMilliseconds.most);
      }
    }
    await Promise.all([...this.underway.values()].map(({ attempt }) => attempt));
  }

  /** Takes what is due and has room, and begins to send it; returns how many. Each that ends makes room for the next. */
  private async begin(): Promise<number> {
    const room = this.room();
    if (room.all === 0) return 0;
    const taken = await this.unitOfWork.worker({}, (tx) => this.deliveries.take(tx, room));
    for (const delivery of taken) {
      const attempt = this.attempt(delivery)
        .catch((error: unknown) =>
          this.log.warn(
            { deliveryId: delivery.id, error: String(error) },
            'An attempt could not be written down; it is made again when its lease has ended.',
          ),
        )
        .finally(() => {
          this.underway.delete(delivery.id);
          this.deliveries.wake();
        });
      this.underway.set(delivery.id, { subscriptionId: delivery.subscriptionId, attempt });
    }
    return taken.length;
  }

  private room(): Room {
    const underway = new Map<string, number>();
    for (const { subscriptionId } of this.underway.values())
      underway.set(subscriptionId, (underway.get(subscriptionId) ?? 0) + 1);
    const leftOf = (id: string) =>
      (this.sluggish.has(id) ? atOnceMax.sluggish : atOnceMax.subscription) - (underway.get(id) ?? 0);
    return {
      all: atOnceMax.all - this.underway.size,
      further: atOnceMax.further - (this.underway.size - underway.size),
      subscription: atOnceMax.subscription,
      slots: Object.fromEntries(
        [...this.sluggish, ...underway.keys()].map((id) => [id, Math.max(0, leftOf(id))]),
      ),
      underway: Object.fromEntries(underway),
    };
  }

  private async attempt(taken: TakenDelivery): Promise<void> {
    const secrets = await this.unitOfWork.worker({}, (tx) => this.secrets.current(tx, taken.subscriptionId));
    // What is taken is the endpoint's time, not ours.
    const startedAt = performance.now();
    // None can be unsealed: the master key is another one. The attempt fails, and is given up in the end.
    const sent: Sent =
      secrets.length > 0
        ? await this.sender.send({ ...taken, secrets })
        : { outcome: { kind: 'failed', error: 'SECRET_UNREADABLE' }, answer: '' };
    const milliseconds = performance.now() - startedAt;
    const outcome = taken.type === challengeType ? challengeOutcome(taken, sent) : sent.outcome;
    const arrived = outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
    if (arrived && milliseconds <= slowMilliseconds) this.sluggish.delete(taken.subscriptionId);
    else this.sluggish.add(taken.subscriptionId);
    await this.unitOfWork.worker({}, async (tx) => {
      const { subscriptionId } = taken;
      const verdict = judgeAttempt(taken.attempt, outcome, tx.now, Math.random());
      const change = changeOf(taken, verdict);
      // Before its deliveries, as everybody takes them.
      if (change) await this.subscriptions.lock(tx, subscriptionId);
      if (!(await this.deliveries.settle(tx, taken, outcome, verdict, milliseconds))) return;
      if (!change) return;
      await this.subscriptions.update(tx, subscriptionId, change);
      if (change === activate) await this.deliveries.attemptNow(tx, subscriptionId);
    });
    this.log.info(
      {
        deliveryId: taken.id,
        eventId: taken.eventId,
        subscriptionId: taken.subscriptionId,
        attempt: taken.attempt,
        ...outcome,
      },
      'delivery attempted',
    );
  }
}

/** What is due and was not taken waits for its predecessor or for room; the end of an attempt here wakes. */
function sleepFor(wait: number | null): number {
  if (wait === null) return sleepMilliseconds.most;
  if (wait <= 0) return sleepMilliseconds.blocked;
  return Math.min(sleepMilliseconds.most, Math.max(sleepMilliseconds.least, wait));
}

/** Whoever answers 2xx without giving the challenge back has not proved anything. */
function challengeOutcome(taken: TakenDelivery, { outcome, answer }: Sent): AttemptOutcome {
  if (outcome.kind === 'failed' || outcome.status < 200 || outcome.status > 299) return outcome;
  const { data } = JSON.parse(taken.body) as { data: { challenge: string } };
  const returned = readChallenge(answer);
  return returned === data.challenge ? outcome : { kind: 'failed', error: 'CHALLENGE_NOT_RETURNED' };
}

function readChallenge(answer: string): unknown {
  try {
    return (JSON.parse(answer) as { challenge?: unknown } | null)?.challenge;
  } catch {
    return undefined;
  }
}

/** What an attempt means for its subscription, where it means anything. */
function changeOf(
  { type, exhaustedInARow }: TakenDelivery,
  verdict: Verdict,
): ((state: Subscription) => readonly SubscriptionEvent[]) | undefined {
  if (type === challengeType) return verdict.next === 'delivered' ? activate : undefined;
  if (verdict.next === 'delivered') return exhaustedInARow > 0 ? deliverySucceeded : undefined;
  if (verdict.next === 'dead_lettered') return (state) => deliveryGivenUp(state, verdict.because === 'gone');
  return undefined;
}
