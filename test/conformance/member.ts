import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { openBroker, type BrokerAddress } from '#libs/messaging';

/**
 * A member of a group in a process of its own, so that a spec can kill or stop it. It writes one line for each record that
 * it was handed. With `hangs` it never finishes the first batch: what it took is not committed.
 */
interface Orders {
  readonly address: BrokerAddress;
  readonly group: string;
  readonly topic: string;
  readonly hangs: boolean;
}

const orders = JSON.parse(process.argv[2]!) as Orders;
const broker = await openBroker(orders.address, { clientId: 'member' });
const write = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const subscription = await broker.subscribe({
  group: orders.group,
  topics: [orders.topic],
  handle: async ({ partition, records, isStale, heartbeat }) => {
    for (const record of records)
      write({ partition, offset: record.offset, value: record.value?.toString() });
    if (orders.hangs) {
      while (!isStale() && (await stillCounts(heartbeat))) await pause(50);
      write({ stale: true });
    }
    return { nextOffset: records[records.length - 1]!.offset + 1 };
  },
  onFatal: (error) => write({ fatal: error.message }),
});
write({ joined: true });

createInterface({ input: process.stdin }).once('line', () => {
  void subscription
    .close()
    .then(() => broker.close())
    .then(() => process.exit(0));
});

function stillCounts(heartbeat: () => Promise<void>): Promise<boolean> {
  return heartbeat().then(
    () => true,
    () => false,
  );
}
