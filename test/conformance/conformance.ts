import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  openBroker,
  partitionOf,
  RecordRefused,
  type Batch,
  type BatchResult,
  type Broker,
  type BrokerAddress,
  type IncomingRecord,
  type OutgoingRecord,
  type Subscription,
} from '#libs/messaging';
import { eventually } from '#libs/testing';

interface Seen {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const partitions = 6;
const patient = { timeoutMilliseconds: 40_000 };

/** One suite for every broker: what the hub relies on is what is written here, and nothing else. */
export function conformance(start: () => Promise<{ address: BrokerAddress; end(): Promise<void> }>): void {
  let address: BrokerAddress;
  let end: () => Promise<void>;
  let broker: Broker;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    ({ address, end } = await start());
    broker = await open();
  }, 60_000);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await broker.close();
    await end();
  }, 60_000);

  const open = () => openBroker(address, { clientId: 'conformance' });

  async function newTopic(count = partitions): Promise<string> {
    const name = `conformance.${randomUUID()}`;
    await broker.createTopics([{ name, partitions: count }]);
    return name;
  }

  const record = (topic: string, key: string, value: string): OutgoingRecord => ({
    topic,
    key,
    value,
    headers: { ce_id: value },
  });

  async function send(records: readonly OutgoingRecord[]) {
    const producer = await broker.producer();
    try {
      return await producer.send(records);
    } finally {
      await producer.close();
    }
  }

  /** Reads everything of a topic as a member of a group. */
  async function reader(
    topic: string,
    group = randomUUID(),
    by = broker,
    decide: (batch: Batch) => Promise<BatchResult> | BatchResult = ({ records }) => ({
      nextOffset: records[records.length - 1]!.offset + 1,
    }),
  ) {
    const seen: Seen[] = [];
    const subscription: Subscription = await by.subscribe({
      group,
      topics: [topic],
      handle: async (batch) => {
        const result = await decide(batch);
        for (const { offset, key, value, headers } of batch.records) {
          if (offset >= result.nextOffset) break;
          seen.push({
            partition: batch.partition,
            offset,
            key: key!.toString(),
            value: value!.toString(),
            headers,
          });
        }
        return result;
      },
      onFatal: () => undefined,
    });
    return { group, seen, values: () => seen.map((one) => one.value), subscription };
  }

  function member(orders: { group: string; topic: string; hangs: boolean }) {
    const child = spawn(
      process.execPath,
      [join(process.cwd(), 'dist/test/conformance/member.js'), JSON.stringify({ address, ...orders })],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env['PATH'] } },
    );
    children.push(child);
    const lines: Record<string, unknown>[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) =>
      lines.push(JSON.parse(line) as Record<string, unknown>),
    );
    return {
      child,
      lines,
      values: () => lines.flatMap((line) => (line['value'] === undefined ? [] : [line['value'] as string])),
    };
  }

  const numbered = (topic: string, key: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => record(topic, key, `${key}-${from + index}`));
  const committed = (group: string, topic: string) =>
    eventually(async () => {
      const lag = await broker.lag(group, [topic]);
      expect(lag.reduce((sum, one) => sum + one.records, 0)).toBe(0);
    }, patient);

  it('the records of a key arrive in the order in which they were sent, over many sends', async () => {
    const topic = await newTopic();
    const { values, subscription } = await reader(topic);
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (let round = 0; round < 10; round += 1)
      await send(keys.flatMap((key) => numbered(topic, key, round * 3, round * 3 + 2)));
    await eventually(() => expect(values()).toHaveLength(150), patient);
    for (const key of keys)
      expect(values().filter((value) => value.startsWith(`${key}-`))).toEqual(
        numbered(topic, key, 0, 29).map((one) => one.value),
      );
    await subscription.close();
  }, 60_000);

  it('every group gets every record, also one that comes later', async () => {
    const topic = await newTopic();
    await send(numbered(topic, 'a', 1, 5));
    const [one, other] = [await reader(topic), await reader(topic)];
    await eventually(
      () => expect([one.values(), other.values()].map((all) => all.length)).toEqual([5, 5]),
      patient,
    );
    const late = await reader(topic);
    await eventually(() => expect(late.values()).toEqual(one.values()), patient);
    await Promise.all([one, other, late].map(({ subscription }) => subscription.close()));
  }, 60_000);

  it('a group goes on where it was, after its last member has left', async () => {
    const topic = await newTopic();
    const first = await reader(topic);
    await send(numbered(topic, 'a', 1, 3));
    await eventually(() => expect(first.values()).toHaveLength(3), patient);
    await first.subscription.close();
    await send(numbered(topic, 'a', 4, 6));
    const second = await reader(topic, first.group);
    await eventually(() => expect(second.values()).toEqual(['a-4', 'a-5', 'a-6']), patient);
    await committed(first.group, topic);
    await second.subscription.close();
  }, 60_000);

  it('keys, headers and values come out as they went in, whatever their letters', async () => {
    const topic = await newTopic();
    const headers = { ce_id: 'é', 'content-type': 'application/json', empty: '' };
    const value = JSON.stringify({ text: 'Éloïse, ᐃᓄᒃ, 😀\n"\\' });
    const { seen, subscription } = await reader(topic);
    await send([{ topic, key: 'clé-ᐃ', headers, value }]);
    await eventually(() => expect(seen).toHaveLength(1), patient);
    expect(seen[0]).toMatchObject({ key: 'clé-ᐃ', headers, value });
    await subscription.close();
  }, 60_000);

  it('a key lies in the partition that Kafka’s own clients choose; offsets are dense and are told', async () => {
    const topic = await newTopic();
    const records = Array.from({ length: 60 }, (_, index) => record(topic, randomUUID(), String(index)));
    const places = [...(await send(records.slice(0, 30))), ...(await send(records.slice(30)))];
    expect(places.map((place) => place.partition)).toEqual(
      records.map((one) => partitionOf(one.key, partitions)),
    );
    const { seen, subscription } = await reader(topic);
    await eventually(() => expect(seen).toHaveLength(60), patient);
    for (const { value, partition, offset } of seen)
      expect(places[Number(value)]).toEqual({ partition, offset });
    for (let partition = 0; partition < partitions; partition += 1) {
      const offsets = seen.filter((one) => one.partition === partition).map((one) => one.offset);
      expect(offsets).toEqual(offsets.map((_, index) => index));
    }
    await subscription.close();
  }, 60_000);

  it('its contents are everything that it holds, once, in the order of each partition; of an empty topic nothing', async () => {
    const topic = await newTopic();
    const contents = async () => {
      const found = new Map<number, IncomingRecord[]>();
      await broker.contents(topic, async (records, partition) => {
        found.set(partition, [...(found.get(partition) ?? []), ...records]);
      });
      return found;
    };
    expect((await contents()).size).toBe(0);
    await send(['a', 'b', 'c', 'd', 'e'].flatMap((key) => numbered(topic, key, 1, 20)));
    for (let time = 0; time < 2; time += 1) {
      const found = await contents();
      expect([...found.values()].flat()).toHaveLength(100);
      for (const [partition, records] of found) {
        expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => index));
        for (const { key } of records) expect(partitionOf(String(key), partitions)).toBe(partition);
      }
      for (const key of ['a', 'e'])
        expect(
          found
            .get(partitionOf(key, partitions))!
            .filter((one) => String(one.key) === key)
            .map(({ value }) => String(value)),
        ).toEqual(numbered(topic, key, 1, 20).map(({ value }) => value));
    }
  }, 60_000);

  it('concurrent senders leave no hole and no double in a partition', async () => {
    const topic = await newTopic(1);
    await Promise.all(Array.from({ length: 12 }, (_, key) => send(numbered(topic, `k${key}`, 1, 10))));
    const { seen, subscription } = await reader(topic);
    await eventually(() => expect(seen).toHaveLength(120), patient);
    expect(seen.map((one) => one.offset)).toEqual(Array.from({ length: 120 }, (_, index) => index));
    expect(new Set(seen.map((one) => one.value)).size).toBe(120);
    await subscription.close();
  }, 60_000);

  it('a record that is too large is refused for good, by its own kind of error', async () => {
    const topic = await newTopic();
    const large = record(topic, 'a', 'x'.repeat(3_000_000));
    await expect(send([large])).rejects.toBeInstanceOf(RecordRefused);
  }, 60_000);

  it('the lag is what a group has not committed, and falls to nothing', async () => {
    const topic = await newTopic();
    const group = randomUUID();
    await send(numbered(topic, 'a', 1, 7));
    const before = await broker.lag(group, [topic]);
    expect(before.reduce((sum, one) => sum + one.records, 0)).toBe(7);
    expect(before).toHaveLength(partitions);
    const { subscription } = await reader(topic, group);
    await committed(group, topic);
    await subscription.close();
  }, 60_000);

  it('the same topics can be created by many at once, and again', async () => {
    const names = Array.from({ length: 3 }, () => `conformance.${randomUUID()}`);
    const topics = names.map((name) => ({ name, partitions: 2 }));
    await Promise.all(Array.from({ length: 5 }, () => broker.createTopics(topics)));
    await broker.createTopics(topics);
    expect(await broker.lag(randomUUID(), names)).toHaveLength(6);
  }, 60_000);

  it('a handler that stops in the middle of a batch gets the rest again, and nothing twice', async () => {
    const topic = await newTopic(1);
    await send(numbered(topic, 'a', 1, 20));
    const handed: number[] = [];
    const { values, subscription } = await reader(topic, randomUUID(), broker, ({ records }) => {
      handed.push(records.length);
      return { nextOffset: records[Math.min(2, records.length - 1)]!.offset + 1 };
    });
    await eventually(
      () => expect(values()).toEqual(numbered(topic, 'a', 1, 20).map((one) => one.value)),
      patient,
    );
    expect(handed.length).toBeGreaterThan(5);
    await subscription.close();
  }, 60_000);

  it('a pause holds up its own partition only', async () => {
    const topic = await newTopic();
    const stuck = 'a';
    const stuckPartition = partitionOf(stuck, partitions);
    const other = Array.from({ length: 50 }, () => randomUUID()).find(
      (key) => partitionOf(key, partitions) !== stuckPartition,
    )!;
    let broken = true;
    let attempts = 0;
    const { values, subscription } = await reader(topic, randomUUID(), broker, ({ partition, records }) => {
      if (partition === stuckPartition && broken) {
        attempts += 1;
        return { nextOffset: records[0]!.offset, pauseMilliseconds: 200 };
      }
      return { nextOffset: records[records.length - 1]!.offset + 1 };
    });
    await send([record(topic, stuck, 'waits'), record(topic, other, 'flows')]);
    await eventually(() => expect(values()).toEqual(['flows']), patient);
    await eventually(() => expect(attempts).toBeGreaterThan(1), patient);
    broken = false;
    await eventually(() => expect(values()).toEqual(['flows', 'waits']), patient);
    await subscription.close();
  }, 60_000);

  it('two instances share a group’s partitions; the one that stays takes over, and nothing is handled twice', async () => {
    const topic = await newTopic();
    const second = await open();
    const one = await reader(topic);
    const other = await reader(topic, one.group, second);
    const keys = Array.from({ length: 40 }, () => randomUUID());
    let round = 0;
    await eventually(async () => {
      round += 1;
      await send(keys.map((key) => record(topic, key, `${key} ${round}`)));
      expect(new Set(other.seen.map((seen) => seen.partition)).size).toBeGreaterThan(0);
      expect(new Set(one.seen.map((seen) => seen.partition)).size).toBeGreaterThan(0);
    }, patient);
    await eventually(
      () => expect(one.seen.length + other.seen.length).toBeGreaterThanOrEqual(40 * round),
      patient,
    );
    await other.subscription.close();
    await second.close();
    await send(keys.map((key) => record(topic, key, `${key} last`)));
    await eventually(
      () => expect(one.values().filter((value) => value.endsWith('last'))).toHaveLength(40),
      patient,
    );
    const all = [...one.values(), ...other.values()];
    expect(new Set(all).size).toBe(all.length);
    await one.subscription.close();
  }, 90_000);

  it('what a killed member had taken and not committed comes to another', async () => {
    const topic = await newTopic(1);
    const group = randomUUID();
    const dying = member({ group, topic, hangs: true });
    await eventually(() => expect(dying.lines).toContainEqual({ joined: true }), patient);
    await send(numbered(topic, 'a', 1, 4));
    await eventually(() => expect(dying.values().length).toBeGreaterThan(0), patient);
    dying.child.kill('SIGKILL');
    const { values, subscription } = await reader(topic, group);
    await eventually(() => expect(values()).toEqual(['a-1', 'a-2', 'a-3', 'a-4']), patient);
    await committed(group, topic);
    await subscription.close();
  }, 90_000);

  it('a member that was stopped for too long learns that its partition is another’s, and cannot move its offset', async () => {
    const topic = await newTopic(1);
    const group = randomUUID();
    const zombie = member({ group, topic, hangs: true });
    await eventually(() => expect(zombie.lines).toContainEqual({ joined: true }), patient);
    await send(numbered(topic, 'a', 1, 3));
    await eventually(() => expect(zombie.values().length).toBeGreaterThan(0), patient);
    zombie.child.kill('SIGSTOP');
    const { values, subscription } = await reader(topic, group);
    await eventually(() => expect(values()).toEqual(['a-1', 'a-2', 'a-3']), patient);
    await send(numbered(topic, 'a', 4, 6));
    await eventually(() => expect(values()).toHaveLength(6), patient);
    await committed(group, topic);
    zombie.child.kill('SIGCONT');
    await eventually(() => expect(zombie.lines).toContainEqual({ stale: true }), patient);
    await committed(group, topic);
    zombie.child.kill('SIGKILL');
    await subscription.close();
    const after = await reader(topic, group);
    await send([record(topic, 'a', 'next')]);
    await eventually(() => expect(after.values()).toContain('next'), patient);
    expect(after.values()).toEqual(['next']);
    await after.subscription.close();
  }, 120_000);
}
