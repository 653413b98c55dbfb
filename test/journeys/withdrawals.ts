import { randomUUID } from 'node:crypto';
import { availableParallelism, loadavg } from 'node:os';
import { expect } from '@jest/globals';
import { eventually } from '#libs/testing';
import { sentOnConsent } from '../../infra/local/demonstration/consents.js';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import { WebhookReceiver } from '../../infra/local/demonstration/webhook-receiver.js';
import { percentilesOf } from '../bench/way.js';

const recalled = 'referrals.referral-recalled.v1';
const allEffectsMilliseconds = 2_000;
const busyLoadPerCore = 4;

/**
 * Many persons take a consent back, some before and some after the receiver accepted. From the call to the recall at the
 * receiver's endpoint: by then the referral is withdrawn, or shares nothing more, and the receiver sees the person no more.
 */
export async function withdrawals(stage: Stage, port: number, count: number): Promise<void> {
  const { party } = stage;
  const recalledAt = new Map<string, number>();
  const endpoint = new WebhookReceiver(port, 'localhost', ({ subject }) =>
    recalledAt.set(subject, performance.now()),
  );
  await endpoint.start();
  try {
    await subscribe(stage, endpoint);
    const milliseconds: number[] = [];
    const withdraw = async (accepts: boolean) => {
      const { id, consent } = await sentOnConsent(stage, randomUUID());
      const worker = party('ngo-2');
      if (accepts) for (const act of ['open', 'accept']) await worker.post(`/v1/referrals/${id}/${act}`, {});
      const startedAt = performance.now();
      await party('ngo').post(`/v1/consents/${consent}/withdraw`, {});
      await eventually(() => expect(recalledAt.has(id)).toBe(true), { timeoutMilliseconds: 30_000 });
      milliseconds.push(recalledAt.get(id)! - startedAt);
      const { body } = await party('ngo').get(`/v1/referrals/${id}`);
      expect(body).toMatchObject(
        accepts ? { state: 'accepted', sharingStopped: true } : { state: 'withdrawn' },
      );
      if (!accepts) await worker.get(`/v1/referrals/${id}`, { expect: 404 });
      else
        expect((await worker.get(`/v1/referrals/${id}`)).body).toMatchObject({
          participantRef: null,
          note: null,
        });
    };
    for (let done = 0; done < count; done += 2) await Promise.all([withdraw(false), withdraw(true)]);
    const { p50, p95, p99 } = percentilesOf(milliseconds);
    process.stderr.write(
      `${count} withdrawals, from the call to the recall at the receiver’s endpoint: p50 ${p50}, p95 ${p95}, p99 ${p99} ms\n`,
    );
    expect(milliseconds).toHaveLength(count);
    // On a machine that is busy with other things the effects are proved, and no time is.
    if (loadavg()[0]! < busyLoadPerCore * availableParallelism())
      expect(p99).toBeLessThanOrEqual(allEffectsMilliseconds);
  } finally {
    await endpoint.stop();
  }
}

async function subscribe({ party }: Stage, endpoint: WebhookReceiver): Promise<void> {
  const system = party('ngo-2-system');
  const { body } = await system.post(
    '/v1/subscriptions',
    { url: endpoint.url, eventTypes: [recalled], mode: 'exercise' },
    { expect: 201 },
  );
  endpoint.useSecret(body.secret);
  await system.post(`/v1/subscriptions/${body.id}/verify`, {});
  await eventually(
    async () => {
      const { body: now } = await system.get(`/v1/subscriptions/${body.id}`);
      expect(now).toMatchObject({ state: 'active' });
    },
    { timeoutMilliseconds: 20_000 },
  );
}
