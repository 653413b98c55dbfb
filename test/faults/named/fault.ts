import type { AppName } from '../../../infra/postgres/databases.js';
import { randomUUID } from 'node:crypto';
import type { Point } from '../orders.js';
import type { Stage } from '../stage.js';
import { filing } from '../stories.js';

/** One way to break the hub; `run` throws where the hub does not stand it: `lost: …`, `doubled: …` or `reordered: …` where it is one of these. */
export interface NamedFault {
  readonly name: string;
  /** In the list of twenty-five; S where it is a safeguard's own. */
  readonly number: string;
  readonly what: string;
  /** It needs the stage for itself, and comes when the load has ended. */
  readonly alone?: boolean;
  readonly brokers?: readonly ('embedded' | 'kafka')[];
  /** False where this machine cannot arrange it: then it is named, and neither passed nor failed. */
  isPossible?(): boolean;
  run(stage: Stage): Promise<void>;
}

export const submitted = 'liaison.request-submitted.v1';
/** Who hears of a filing. */
const hearers = ['referrals', 'notifications'] as const;
const effectMilliseconds = 45_000;

export function expect(truth: boolean, otherwise: string): asserts truth {
  if (!truth) throw new Error(otherwise);
}

/** A request that was certainly filed. */
export async function certainly(stage: Stage, how: { key?: string; through?: 0 | 1 } = {}): Promise<string> {
  const { outcome, status, body } = await stage.ledger.command({
    party: 'ngo',
    path: '/v1/liaison-requests',
    body: filing(),
    type: submitted,
    insist: true,
    ...how,
  });
  expect(outcome === 'ok', `A filing was not answered with success: ${status} ${body?.code}.`);
  return body.id as string;
}

/** The filing is applied once by everyone who hears of it. */
export async function appliedEverywhere(
  stage: Stage,
  request: string,
  milliseconds = effectMilliseconds,
): Promise<void> {
  for (const consumer of hearers) await stage.untilApplied(consumer, request, submitted, milliseconds);
  for (const consumer of hearers) {
    const times = await stage.appliedBy(consumer, request, submitted);
    expect(times === 1, `doubled: ${consumer} applied ${submitted} of ${request} ${times} times.`);
  }
}

/** How often the owner's log has it. */
export async function inLog(stage: Stage, app: AppName, subject: string, type: string): Promise<number> {
  const [row] = await stage.rows<{ times: number }>(
    app,
    'select count(*)::int as times from event_log where aggregate_id = $1 and type = $2',
    [subject, type],
  );
  return row!.times;
}

/** Runs `work` with an order that kills an instance of the app at that point, and waits until it did. */
export async function killedAt(
  stage: Stage,
  app: AppName,
  order: { point: Point; match?: string },
  work: () => Promise<unknown>,
): Promise<void> {
  const { processes } = stage.hub;
  const times = () => processes.timesEnded(app) + processes.timesEnded(`${app}-2`);
  const before = times();
  stage.order(app, { ...order, act: 'die' });
  await work();
  const died = await stage.until(async () => times() > before, 20_000, 10);
  stage.forget(app);
  expect(died, `Nothing of ${app} came to the point where it was to be killed.`);
  stage.kills += times() - before;
}

/** The route that a key belongs to is not told: the key alone marks one command. */
export const newKey = () => `fault ${randomUUID()}`;
