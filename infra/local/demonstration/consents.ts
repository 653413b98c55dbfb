import { randomUUID } from 'node:crypto';
import { codesOf, explainedPoints } from '#libs/codes';
import { idOf } from '../parties.js';
import type { SeenEvent } from './event-watch.js';
import type { Answer, Party } from './party.js';
import type { Stage } from './stage.js';

/** Who refers, who is asked to serve, and the receiver's system. */
const [sender, receiver, receiversSystem] = ['ngo', 'ngo-2', 'ngo-2-system'] as const;

const ontario = 'CA-ON';

/** Two persons: one agrees, and is served; the other agrees, and takes it back. */
export async function tellOfConsents(stage: Stage): Promise<void> {
  const { step, party } = stage;
  const worker = party(receiver);

  const first = randomUUID();
  const referral = await step(
    'An NGO drafts the referral of a person to another one: nothing leaves',
    'referrals',
    async () => {
      const id = await draft(stage, first);
      await worker.get(`/v1/referrals/${id}`, { expect: 404 });
      return { result: id };
    },
  );
  await step(
    'Without a consent it is not sent: 422, and what to ask the person for',
    'referrals',
    async () => {
      const { body } = await party(sender).post(`/v1/referrals/${referral}/send`, {}, { expect: 422 });
      if (body.code !== 'referral/consent-missing' || body.missing.recipientOrganizationId !== idOf(receiver))
        throw new Error(`The refusal says ${JSON.stringify(body)}.`);
      return { result: undefined };
    },
  );
  await step(
    'The person agrees, after the seven points: to whom, for what, which data',
    'consents',
    async () => {
      const consent = await agree(stage, first);
      return { result: undefined, event: await seen(stage, 'consents.grant-given.v1', consent) };
    },
  );
  await step('Now it is sent; the receiver knows the person by another pseudonym', 'referrals', async () => {
    const event = await send(stage, referral);
    const { body } = await worker.get(`/v1/referrals/${referral}`);
    if (!body.participantRef || body.participantRef === first)
      throw new Error('The receiver has the sender’s pseudonym of the person, or none (R14).');
    return { result: undefined, event };
  });
  await step('The receiver opens and accepts it', 'referrals', async () => {
    await worker.post(`/v1/referrals/${referral}/open`, {});
    await worker.post(`/v1/referrals/${referral}/accept`, {});
    return { result: undefined, event: await seen(stage, 'referrals.referral-accepted.v1', referral) };
  });

  const second = randomUUID();
  const { id: other, consent } = await step(
    'Another person agrees, too, and is referred',
    'referrals',
    async () => {
      const sent = await sentOnConsent(stage, second);
      return { result: sent, event: await seen(stage, 'referrals.referral-sent.v1', sent.id) };
    },
  );
  await step('That person takes the consent back', 'consents', async () => {
    await party(sender).post(`/v1/consents/${consent}/withdraw`, {});
    return { result: undefined, event: await seen(stage, 'consents.grant-ended.v1', consent) };
  });
  await step('What was not accepted yet is withdrawn', 'referrals', async () => {
    const event = await seen(stage, 'referrals.referral-withdrawn.v1', other);
    const { body } = await party(sender).get(`/v1/referrals/${other}`);
    if (body.state !== 'withdrawn') throw new Error(`The referral is ${body.state}.`);
    return { result: undefined, event };
  });
  await step(
    'The receiver is told by a recall, and finds the referral no more: 404',
    'referrals',
    async () => {
      const event = await seen(stage, 'referrals.referral-recalled.v1', other);
      await worker.get(`/v1/referrals/${other}`, { expect: 404 });
      await untilToldOf(party(receiversSystem), event);
      return { result: undefined, event };
    },
  );
}

/** A referral that was sent, and the consent that it stands on. */
export async function sentOnConsent(
  stage: Stage,
  participantRef: string,
  note?: string,
): Promise<{ id: string; consent: string }> {
  const consent = await agree(stage, participantRef);
  const id = await draft(stage, participantRef, note);
  await send(stage, id);
  return { id, consent };
}

export async function draft(
  { party }: Stage,
  participantRef: string,
  note = 'Prefers a woman as interpreter; mornings are safe.',
): Promise<string> {
  const { body } = await party(sender).post(
    '/v1/referrals',
    {
      participantRef,
      receiverOrganizationId: idOf(receiver),
      serviceType: 'counselling',
      regionCode: ontario,
      needs: ['interpreter', 'trauma_informed'],
      ageBand: '25_to_39',
      note,
      purpose: 'referral',
      dataClasses: ['needs', 'age_band', 'note'],
    },
    { expect: 201 },
  );
  return body.id as string;
}

async function agree({ party }: Stage, participantRef: string): Promise<string> {
  const { body } = await party(sender).post(
    '/v1/consents',
    {
      participantRef,
      recipients: [idOf(receiver)],
      purposes: ['referral'],
      dataClasses: ['needs', 'age_band', 'note'],
      languageUsed: 'en',
      explainedPoints: codesOf(explainedPoints),
      howGiven: 'spoken',
      provinceCode: ontario,
    },
    { expect: 201 },
  );
  return body.id as string;
}

/** Referrals learns of the consent by an event: a moment after the person agreed. */
export async function send(stage: Stage, referral: string): Promise<SeenEvent> {
  const until = performance.now() + 30_000;
  for (;;) {
    const answer: Answer | undefined = await stage
      .party(sender)
      .post(`/v1/referrals/${referral}/send`, {})
      .catch((error: unknown) => {
        if (performance.now() > until || !/consent-missing/.test(String(error))) throw error;
        return undefined;
      });
    // In state awaiting_consent_check it is sent by itself, once it is known that nothing was withdrawn meanwhile.
    if (answer) return seen(stage, 'referrals.referral-sent.v1', referral);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function seen({ watch }: Stage, type: string, subject: string): Promise<SeenEvent> {
  return watch.first(type, (event) => event.type === type && event.subject === subject, 40);
}

async function untilToldOf(system: Party, { type, subject }: SeenEvent): Promise<void> {
  const until = performance.now() + 20_000;
  for (let after = 0; ;) {
    const { body } = await system.get<{ items: { type: string; subject: string; position: number }[] }>(
      `/v1/events?after=${after}&limit=100&mode=exercise`,
    );
    if (body.items.some((item) => item.type === type && item.subject === subject)) return;
    if (performance.now() > until) throw new Error(`${system.name} was not told of ${type} ${subject}.`);
    after = body.items.at(-1)?.position ?? after;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
