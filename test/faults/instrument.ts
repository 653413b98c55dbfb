/**
 * Loaded into each service of a trial before its own code (`--import`), never shipped: it keeps the applied log, and lets the
 * harness stop a service at a named point. What it wraps does exactly what it does elsewhere.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { contractOf } from '../../libs/contracts/src/index.js';
import { Consumer } from '../../libs/messaging/src/consuming/consumer.js';
import type { EventHead } from '../../libs/messaging/src/consuming/hub-event.js';
import { HubTransport } from '../../libs/messaging/src/consuming/transport.js';
import { DeadlineWorker } from '../../libs/messaging/src/deadlines/deadlines.js';
import { Relay } from '../../libs/messaging/src/relay/relay.js';
import type { Tx } from '../../libs/messaging/src/tx/tx.js';
import { UnitOfWork } from '../../libs/messaging/src/tx/unit-of-work.js';
import type { Order, Point } from './orders.js';

let orders: Order[] = [];
process.on('message', (message: Order | { forget: true }) => {
  if ('forget' in message) orders = [];
  else orders.push({ ...message });
});
// The channel alone keeps no service alive that wants to end.
process.channel?.unref();

/** True where what follows is to be left out. */
async function reach(point: Point, what: string): Promise<boolean> {
  const order = orders.find((one) => one.point === point && one.times > 0 && what.includes(one.match));
  if (!order) return false;
  if (order.act === 'skip') return true;
  order.times -= 1;
  if (order.act === 'die') process.kill(process.pid, 'SIGKILL');
  if (order.act === 'throw') throw new TypeError('A fault that was asked for.');
  await sleep(order.act === 'die' ? 60_000 : order.milliseconds);
  return false;
}

interface Methods {
  [name: string]: (this: any, ...parameters: any[]) => Promise<unknown>;
}
/** Private methods too: TypeScript's privacy is none for who tests what happens between two steps. */
function wrap(
  prototype: object,
  name: string,
  around: (self: any, original: (...parameters: any[]) => Promise<any>, parameters: any) => Promise<unknown>,
): void {
  const methods = prototype as Methods;
  const original = methods[name];
  if (!original) throw new Error(`There is no method ${name} to wrap: the harness no longer fits.`);
  methods[name] = function (...parameters) {
    return around(this, (...given) => original.apply(this, given), parameters);
  };
}

wrap(UnitOfWork.prototype, 'command', async (_self, command, [context, work]) => {
  const what = `${context.idempotency.route} ${context.idempotency.key}`;
  const answer = await command(context, async (tx: Tx) => {
    const result = await work(tx);
    await reach('before-commit', what);
    return result;
  });
  await reach('after-commit', what);
  return answer;
});

const consuming = new AsyncLocalStorage<string>();
wrap(Consumer.prototype, 'apply', (_self, apply, [slices]: [{ batch: { topic: string } }[]]) =>
  consuming.run(slices.map(({ batch }) => batch.topic).join(' '), () => apply(slices)),
);
wrap(UnitOfWork.prototype, 'worker', async (_self, worker, [cause, work, first]) => {
  const topic = consuming.getStore();
  const result = await worker(cause, work, first);
  if (topic !== undefined) await reach('after-consumer-commit', topic);
  return result;
});

wrap(Consumer.prototype, 'take', async (self, take, [tx, head, record]: [Tx, EventHead, unknown]) => {
  await reach('in-handler', `${head.type} ${head.subject} #${head.sequence}`);
  const outcome = await take(tx, head, record);
  await tx.query(
    `insert into applied_event (consumer, type, aggregate_type, aggregate_id, version, event_id, fleeting) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      self.options.consumer,
      head.type,
      head.aggregate,
      head.subject,
      head.sequence,
      head.id,
      contractOf(head.type)?.isFleeting === true,
    ],
  );
  return outcome;
});

wrap(HubTransport.prototype, 'listen', async (self, listen, parameters) => {
  await self.options.unitOfWork.worker({}, async (tx: Tx) => {
    for (const topic of self.topics() as string[])
      await tx.query('insert into applied_topic (consumer, topic) values ($1, $2) on conflict do nothing', [
        self.options.app,
        topic,
      ]);
  });
  return listen(...parameters);
});

wrap(Relay.prototype, 'send', async (_self, send, [rows]: [{ topic: string }[]]) => {
  const published = await send(rows);
  await reach('after-acknowledgement', rows[0]?.topic ?? '');
  return published;
});

wrap(DeadlineWorker.prototype, 'runOnce', async (_self, runOnce) => {
  return (await reach('deadlines', '')) ? 0 : runOnce();
});
