import type { RunningHub } from '../running-hub.js';
import type { EventWatch, SeenEvent } from './event-watch.js';
import type { Party } from './party.js';
import type { WebhookReceiver } from './webhook-receiver.js';

/** What the steps of the story share. */
export interface Stage {
  readonly hub: RunningHub;
  party(name: string): Party;
  readonly watch: EventWatch;
  readonly partner: WebhookReceiver;
  readonly stranger: WebhookReceiver;
  /** Runs one step, times it, and prints its line with the event that it led to. */
  step<Result>(
    text: string,
    service: string,
    run: () => Promise<{ result: Result; event?: SeenEvent }>,
  ): Promise<Result>;
}
