import { randomUUID } from 'node:crypto';
import type { Stage } from './stage.js';

export interface TopicRecord {
  readonly key: string;
  readonly sequence: number;
  readonly id: string;
}

const readMilliseconds = 30_000;

/** Everything that stands in a topic now, each key's records in the order in which they stand there. */
export async function readTopic(stage: Stage, topic: string): Promise<TopicRecord[]> {
  const broker = await stage.hub.openBroker();
  const group = `reader-${randomUUID()}`;
  const records: TopicRecord[] = [];
  const subscription = await broker.subscribe({
    group,
    topics: [topic],
    handle: async (batch) => {
      for (const { key, headers } of batch.records)
        records.push({
          key: String(key),
          sequence: Number(headers['ce_sequence']),
          id: headers['ce_id'] ?? '',
        });
      return { nextOffset: batch.records.at(-1)!.offset + 1 };
    },
    onFatal: () => undefined,
  });
  try {
    const all = await stage.until(
      async () => (await broker.lag(group, [topic])).every((partition) => partition.records <= 0),
      readMilliseconds,
      200,
    );
    if (!all) throw new Error(`The topic ${topic} could not be read to its end.`);
    return records;
  } finally {
    await subscription.close();
    await broker.close();
  }
}

/** Where a topic breaks the order of an aggregate: a version before an earlier one, or a hole; repeats only if allowed. */
export function topicFaults(
  records: readonly TopicRecord[],
  { allowRepeats }: { allowRepeats: boolean },
): string[] {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const { key, sequence, id } of records) {
    if (!id) continue;
    const before = last.get(key) ?? 0;
    if (seen.has(id)) {
      if (!allowRepeats) faults.push(`doubled: version ${sequence} of ${key} stands twice in the topic`);
      continue;
    }
    seen.add(id);
    if (sequence !== before + 1)
      faults.push(`reordered: version ${sequence} of ${key} follows ${before} in the topic`);
    last.set(key, Math.max(before, sequence));
  }
  return faults;
}
