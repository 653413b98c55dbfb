import type { AuditCost } from './audit-cost.js';
import type { Drained } from './backlogs.js';
import type { Percentiles, Way } from './way.js';

export interface LoadResult {
  readonly way: Way['name'];
  /** Of the highest rate that both sustain. */
  readonly share: number;
  readonly perSecond: number;
  readonly failed: number;
  readonly toEffect: Percentiles;
  readonly toAnswer: Percentiles;
  readonly cpuMillisecondsPerEvent: {
    readonly own: number;
    readonly postgres: number;
    readonly kafka: number;
  };
  readonly statementsPerEvent: number;
}

export interface Result {
  readonly date: string;
  readonly machine: {
    readonly cores: number;
    readonly processor: string;
    readonly node: string;
    readonly postgres: string;
    readonly kafka: string;
  };
  /** Events a second. */
  readonly sustained: Partial<Record<Way['name'], number>>;
  readonly loads: LoadResult[];
  auditCost?: AuditCost;
  relayDrain?: Drained;
  /** Cursor alone: referrals have no handler for a filing. */
  consumerDrain?: Drained;
  /** Cursor and handler: notifications write the feeds of the parties. */
  handlerDrain?: Drained;
  recoverySeconds?: { readonly relay: number; readonly consumer: number };
  growth?: {
    readonly rowsBefore: number;
    readonly rowsAfter: number;
    readonly before: Percentiles;
    readonly after: Percentiles;
  };
}

const targets = {
  p50Ratio: 1.5,
  p99Ratio: 2,
  sustainedPerSecond: 1_000,
  chainedRatio: 0.95,
  relayDrainPerSecond: 20_000,
  consumerDrainPerSecond: 10_000,
  relayRecoverySeconds: 2,
  /** Session time-out of 6 s, and 3. */
  consumerRecoverySeconds: 9,
};

/** Markdown, so that it can be put into docs/performance.md as it is. */
export function printResult(result: Result, print: (line: string) => void): void {
  const { machine, sustained, loads } = result;
  const row = (...cells: (string | number)[]) => print(`| ${cells.join(' | ')} |`);
  const head = (...cells: string[]) => {
    print('');
    row(...cells);
    row(...cells.map(() => '---'));
  };
  const judged = (value: number, target: string, isReached: boolean) =>
    [value, `${target}: ${isReached ? 'reached' : 'missed'}`] as const;
  print(
    `\n${result.date.slice(0, 10)}, ${machine.cores} cores (${machine.processor}), Node ${machine.node}, PostgreSQL ${machine.postgres}, Kafka ${machine.kafka}`,
  );
  if (loads.length > 0) {
    head(
      'load',
      'way',
      'to effect p50 / p95 / p99 / max, ms',
      'to answer p50 / p99, ms',
      'CPU ms an event: own + PostgreSQL + Kafka',
      'statements an event',
    );
    for (const {
      share,
      perSecond,
      way,
      toEffect,
      toAnswer,
      cpuMillisecondsPerEvent,
      statementsPerEvent,
    } of loads)
      row(
        `${share * 100} %: ${perSecond}/s`,
        way,
        `${toEffect.p50} / ${toEffect.p95} / ${toEffect.p99} / ${toEffect.max}`,
        `${toAnswer.p50} / ${toAnswer.p99}`,
        `${cpuMillisecondsPerEvent.own} + ${cpuMillisecondsPerEvent.postgres} + ${cpuMillisecondsPerEvent.kafka}`,
        statementsPerEvent,
      );
  }
  head('what', 'measured', 'target');
  for (const share of new Set(loads.map((load) => load.share))) {
    const of = (way: Way['name']) => loads.find((load) => load.way === way && load.share === share)!.toEffect;
    for (const [name, most] of [
      ['p50', targets.p50Ratio],
      ['p99', targets.p99Ratio],
    ] as const) {
      const ratio = Math.round((of('hub')[name] / of('bare loop')[name]) * 100) / 100;
      row(
        `hub to bare loop at ${share * 100} %, ${name}`,
        ...judged(ratio, `≤ ${most} times`, ratio <= most),
      );
    }
  }
  if (sustained.hub !== undefined)
    row(
      'sustained by the hub, events/s',
      ...judged(
        sustained.hub,
        `≥ ${targets.sustainedPerSecond}`,
        sustained.hub >= targets.sustainedPerSecond,
      ),
    );
  if (sustained['bare loop'] !== undefined)
    row('sustained by the bare loop, events/s', sustained['bare loop'], '');
  if (result.auditCost) {
    const { chained, unchained } = result.auditCost;
    const ratio = Math.round((chained / unchained) * 1000) / 1000;
    row(
      `commands/s with the audit chained, and without: ${chained} and ${unchained}; ratio`,
      ...judged(ratio, `≥ ${targets.chainedRatio}`, ratio >= targets.chainedRatio),
    );
  }
  const drain = (name: string, drained: Drained | undefined, target: number) => {
    if (!drained) return;
    const { events, perSecond, peakMemoryMb } = drained;
    row(
      `${name}, ${events} events, at most ${peakMemoryMb} MB; events/s`,
      ...judged(perSecond, `≥ ${target}`, perSecond >= target),
    );
  };
  drain('relay drain', result.relayDrain, targets.relayDrainPerSecond);
  drain('consumer drain (cursors)', result.consumerDrain, targets.consumerDrainPerSecond);
  drain('consumer drain (cursors and feeds)', result.handlerDrain, targets.consumerDrainPerSecond);
  if (result.recoverySeconds) {
    const { relay, consumer } = result.recoverySeconds;
    row(
      'longest way while a relay is killed, s',
      ...judged(relay, `≤ ${targets.relayRecoverySeconds}`, relay <= targets.relayRecoverySeconds),
    );
    row(
      'longest way while a consumer is killed, s',
      ...judged(
        consumer,
        `≤ ${targets.consumerRecoverySeconds}`,
        consumer <= targets.consumerRecoverySeconds,
      ),
    );
  }
  if (result.growth) {
    const { rowsBefore, rowsAfter, before, after } = result.growth;
    row(`p50 / p99 with ${rowsBefore} rows in the log, ms`, `${before.p50} / ${before.p99}`, '');
    row(`p50 / p99 with ${rowsAfter} rows in the log, ms`, `${after.p50} / ${after.p99}`, 'the same');
  }
}
