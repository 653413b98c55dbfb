import type { Post, Sample } from './load.js';

/** One way from a POST to its effect in another service. */
export interface Way {
  readonly name: 'bare loop' | 'hub';
  post(): Post;
  /** When the effect of each was committed, by PostgreSQL, in milliseconds since 1970. */
  effects(ids: readonly string[]): Promise<Map<string, number>>;
  /** Of the processes that are its own. */
  pids(): number[];
  /** Databases that it writes. */
  readonly databases: readonly string[];
}

/** Milliseconds each; from the time a request was due. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function percentilesOf(milliseconds: readonly number[]): Percentiles {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;

/** Of a load that has ended: what took effect, and how long after it was due. */
export interface Measured {
  readonly offered: number;
  readonly failed: number;
  /** Milliseconds from due to the effect's commit; those without effect are missing. */
  readonly toEffect: readonly number[];
  readonly toAnswer: readonly number[];
  /** From the last due time to the last effect. */
  readonly tailMilliseconds: number;
}

export function measuredOf(
  samples: readonly Sample[],
  effects: ReadonlyMap<string, number>,
  /** PostgreSQL's clock less `performance.now()`. */
  clockAhead: number,
): Measured {
  const made = samples.filter(({ id }) => id !== undefined);
  const toEffect = made.flatMap(({ id, due }) => {
    const committed = effects.get(id!);
    return committed === undefined ? [] : [committed - clockAhead - due];
  });
  const lastDue = samples.at(-1)?.due ?? 0;
  const lastEffect = Math.max(...effects.values()) - clockAhead;
  return {
    offered: samples.length,
    failed: samples.length - toEffect.length,
    toEffect,
    toAnswer: made.map(({ due, answered }) => answered - due),
    tailMilliseconds: lastEffect - lastDue,
  };
}
