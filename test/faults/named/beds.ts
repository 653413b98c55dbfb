import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { needs, region, type Stage } from '../stage.js';
import { acceptReferral, hold, makePlace, move, offered, referralOf, route } from '../stories.js';
import { certainly, expect, inLog, type NamedFault } from './fault.js';

const minute = 60_000;
const holdMinutes = 15;

const holdsAtOnce = 12;

export const bedFaults: readonly NamedFault[] = [
  {
    name: 'confirmed-as-it-expires',
    number: '19',
    what: 'confirmation and expiry of a hold at the same moment, many times: one of them wins, the unit is never given twice',
    async run(stage) {
      for (let round = 0; round < (stage.thorough ? 84 : 1); round += 1) await confirmAsTheyExpire(stage);
    },
  },
  {
    name: 'last-unit-wanted-by-many',
    number: '20',
    what: 'many ask for the last unit at once, each twice: one hold, clean refusals; two releases, one wins',
    async run(stage) {
      const place = await makePlace(stage, `last ${randomUUID()}`, 1);
      const offers = await Promise.all(Array.from({ length: 12 }, () => anOffer(stage, place)));
      const answers = await Promise.all(
        offers.map(({ housing, offer }) => hold(stage, housing, offer, true)),
      );
      const held = answers.filter(({ outcome }) => outcome === 'ok');
      expect(held.length === 1, `doubled: ${held.length} got the last unit.`);
      const refused = answers.filter(({ outcome }) => outcome === 'refused');
      expect(
        refused.every(({ status, body }) => status === 409 && body.code === 'hold/nothing-available'),
        `A refusal was ${JSON.stringify(refused.find(({ status }) => status !== 409))}.`,
      );
      const id = held[0]!.body.id as string;
      const released = await Promise.all([1, 2, 3].map(() => release(stage, id)));
      expect(released.filter(Boolean).length === 1, 'The hold was released more than once, or never.');
    },
  },
  {
    name: 'asked-for-after-its-end',
    number: '20',
    what: 'the end of a referral is remembered: housing that is asked for after it, or while it comes, is refused',
    async run(stage) {
      const request = await certainly(stage);
      await route(stage, request, true);
      const referral = await referralOf(stage, request);
      expect(referral !== undefined, 'No referral came of the request.');
      await acceptReferral(stage, referral, true);
      await stage.untilApplied('housing', referral, 'referrals.referral-accepted.v1');
      const cancelled = await move(
        stage,
        'ngo',
        `/v1/referrals/${referral}/cancel`,
        'referrals.referral-cancelled.v1',
        referral,
        { reasonCode: 'other_service_found' },
        true,
      );
      expect(cancelled, 'The referral could not be cancelled.');
      await stage.untilApplied('housing', referral, 'referrals.referral-cancelled.v1');
      const { outcome, status } = await stage.ledger.command({
        party: 'hub-coordinator',
        path: '/v1/housing-requests',
        body: { referralId: referral, regionCode: region, needs },
        type: 'housing.request-opened.v1',
        insist: true,
      });
      expect(
        outcome === 'refused',
        `reordered: housing for a referral that is over was answered with ${status}.`,
      );
    },
  },
  {
    name: 'timer-late',
    number: 'S',
    what: 'the timer does not run: a hold that ran out shows as expired, and its unit goes to the next',
    async run(stage) {
      const place = await makePlace(stage, `late ${randomUUID()}`, 1);
      const [first, second] = [await anOffer(stage, place), await anOffer(stage, place)];
      stage.order('housing', { point: 'deadlines', act: 'skip', times: 1_000_000 });
      try {
        const id = await certainHold(stage, first.housing, first.offer);
        await stage.moveTime((holdMinutes + 1) * minute, 'housing');
        const { body } = await stage.ledger.get('hub-coordinator', `/v1/holds/${id}`);
        expect(body.state === 'expired', `doubled: a hold that ran out shows as ${body.state}.`);
        const late = await stage.ledger.command({
          party: 'provider',
          path: `/v1/holds/${id}/confirm`,
          type: 'housing.hold-confirmed.v1',
          subject: id,
          insist: true,
        });
        expect(late.outcome === 'refused', 'doubled: a hold that ran out was confirmed.');
        await certainHold(stage, second.housing, second.offer);
      } finally {
        stage.forget('housing');
      }
    },
  },
];

/** So many holds run out while each is confirmed: one of the two wins. */
async function confirmAsTheyExpire(stage: Stage): Promise<void> {
  const place = await makePlace(stage, `expiring ${randomUUID()}`, holdsAtOnce);
  const offers = await Promise.all(Array.from({ length: holdsAtOnce }, () => anOffer(stage, place)));
  const holds = await Promise.all(offers.map(({ housing, offer }) => certainHold(stage, housing, offer)));
  const [row] = await stage.rows<{ left: number }>(
    'housing',
    `select extract(epoch from min(expires_at) - hub_now())::float8 * 1000 as left from housing_hold where id = any ($1)`,
    [holds],
  );
  await stage.moveTime(row!.left - 150, 'housing');
  const confirmed = await Promise.all(
    holds.map(async (id, index) => {
      await sleep((300 * index) / holdsAtOnce);
      return move(stage, 'provider', `/v1/holds/${id}/confirm`, 'housing.hold-confirmed.v1', id, {}, true);
    }),
  );
  await stage.until(
    async () =>
      (
        await stage.rows('housing', `select from housing_hold where id = any ($1) and status = 'held'`, [
          holds,
        ])
      ).length === 0,
    20_000,
  );
  for (const [index, id] of holds.entries()) {
    const [yes, no] = [
      await inLog(stage, 'housing', id, 'housing.hold-confirmed.v1'),
      await inLog(stage, 'housing', id, 'housing.hold-expired.v1'),
    ];
    expect(yes + no === 1, `doubled: the hold ${id} was confirmed ${yes} and expired ${no} times.`);
    expect((yes === 1) === confirmed[index], `The hold ${id} was answered otherwise than it ended.`);
  }
  for (const [index, id] of holds.entries()) if (confirmed[index]) await release(stage, id);
}

async function anOffer(stage: Stage, place: string): Promise<{ housing: string; offer: string }> {
  const request = await certainly(stage);
  await route(stage, request, true);
  const referral = await referralOf(stage, request);
  expect(referral !== undefined, 'No referral came of the request.');
  await acceptReferral(stage, referral, true);
  const made = await offered(stage, referral, place, true);
  expect(made !== undefined, 'No offer was made.');
  return made;
}

async function certainHold(stage: Stage, housing: string, offer: string): Promise<string> {
  const { outcome, status, body } = await hold(stage, housing, offer, true);
  expect(outcome === 'ok', `A hold was refused: ${status} ${body?.code}.`);
  return body.id as string;
}

function release(stage: Stage, id: string): Promise<boolean> {
  return move(
    stage,
    'hub-coordinator',
    `/v1/holds/${id}/release`,
    'housing.hold-released.v1',
    id,
    { reasonCode: 'person_declined' },
    true,
  );
}
