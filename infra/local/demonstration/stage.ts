import type { Receiver, RunningHub } from '../running-hub.js';
import type { EventWatch, SeenEvent } from './event-watch.js';
import type { Party } from './party.js';

/** What the steps of the story share. */
export interface Stage {
  readonly hub: RunningHub;
  party(name: string): Party;
  readonly watch: EventWatch;
  readonly partner: Receiver;
  readonly stranger: Receiver;
  /** Runs one step, times it, and prints its line with the event that it led to. */
  step<Result>(
    text: string,
    service: string,
    run: () => Promise<{ result: Result; event?: SeenEvent }>,
  ): Promise<Result>;
}
