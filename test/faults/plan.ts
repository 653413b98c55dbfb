import { randomOf } from './random.js';

export const services = [
  'directory',
  'consents',
  'liaison',
  'referrals',
  'housing',
  'notifications',
  'gateway',
] as const;
export type Target = 'postgres' | 'kafka' | `${(typeof services)[number]}${'' | '-2'}`;

export interface PlannedKill {
  readonly target: Target;
  /** Pause before it; short ones let kills overlap. */
  readonly afterMilliseconds: number;
}

/** One kill in so many is of PostgreSQL, and as many of Kafka; the others are of services, where relay and consumer live. */
const serversShare = 1 / 25;
const pauseMilliseconds = { least: 50, most: 900 };

/** The same seed gives the same kills, in the same order, on the same targets. */
export function planKills(seed: number, kills: number, broker: 'embedded' | 'kafka'): PlannedKill[] {
  const random = randomOf(seed);
  return Array.from({ length: kills }, () => ({
    target: targetOf(random(), random(), broker),
    afterMilliseconds: Math.round(
      pauseMilliseconds.least + random() * (pauseMilliseconds.most - pauseMilliseconds.least),
    ),
  }));
}

function targetOf(kind: number, which: number, broker: 'embedded' | 'kafka'): Target {
  if (kind < serversShare) return 'postgres';
  if (kind < 2 * serversShare && broker === 'kafka') return 'kafka';
  const instances = services.flatMap((name) => [name, `${name}-2`] as const);
  return instances[Math.floor(which * instances.length)]!;
}
