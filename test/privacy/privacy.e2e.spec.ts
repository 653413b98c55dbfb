import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grantedFor, type Granted } from '#libs/access';
import { contentShownTo, fieldsShownToOperators } from './administrators.js';
import { Canaries, makeCanaries } from './canaries.js';
import { KnownThings } from './known-things.js';
import { Prober, unprobed } from './prober.js';
import { startProbedHub, type ProbedHub } from './stage.js';

let hub: ProbedHub;
let things: KnownThings;

beforeAll(async () => {
  hub = await startProbedHub();
  things = await new KnownThings(hub).learn();
}, 240_000);
afterAll(() => hub?.stop(), 60_000);

describe('the prober', () => {
  it('every operation of the table stands in the API document, and so is probed', () => {
    expect(unprobed()).toEqual([]);
  });

  it('lists show what one is party to and nothing else, neither by items nor by pages nor by counts', async () => {
    const { findings, itemsSeen } = await new Prober(hub, things).probeLists();
    expect(findings).toEqual([]);
    expect(itemsSeen).toBeGreaterThan(50);
  }, 240_000);

  it('to a stranger what exists and what does not are told in the same words', async () => {
    expect(await new Prober(hub, things).probeExistence()).toEqual([]);
  }, 120_000);

  it('no token 401, a wrong role 403, no second factor 403, a stranger 404, and whoever may is let through (R65)', async () => {
    const prober = new Prober(hub, things);
    expect(await prober.probe()).toEqual([]);
    expect(prober.callsMade).toBeGreaterThan(1_000);
  }, 300_000);

  it.each([
    ['a role that may', 'readReferral', (granted: Granted) => ({ ...granted, roles: ['auditor' as const] })],
    [
      'who sees a thing',
      'readHold',
      (granted: Granted) => ({ ...granted, thing: { ...granted.thing, seenBy: ['office' as const] } }),
    ],
    [
      'a second factor',
      'listTaskings',
      (granted: Granted) => ({ ...granted, secondFactorOf: granted.roles }),
    ],
  ])(
    'notices where the table and the hub differ in %s',
    async (_, operation, changed) => {
      const lying = (name: string) => {
        const granted = grantedFor(name)!;
        return name === operation ? changed(granted) : granted;
      };
      const findings = await new Prober(hub, things, lying).probe([operation]);
      expect(findings.map((finding) => finding.operation)).toContain(operation);
    },
    60_000,
  );
});

describe('administrators and operators', () => {
  it('are shown no content by any GET, of whatever organization they are (R65)', async () => {
    expect(await contentShownTo('admin', hub, things)).toEqual([]);
    // The same question finds what others may read.
    expect(await contentShownTo('hub_coordinator', hub, things)).toEqual(
      expect.arrayContaining(['listReferrals', 'readReferral', 'readHousingRequest', 'readHold']),
    );
  }, 120_000);

  it('are told by the operations of each service what waits and which keys are parked: ids, codes, counts and times', async () => {
    const parked = ['topic', 'key', 'reason', 'errorCode', 'since', 'events'];
    const state = ['outboxPending', 'outboxOldestSeconds', 'lagRecords', 'parkedKeys'];
    for (const field of await fieldsShownToOperators(hub)) expect([...state, ...parked]).toContain(field);
  });
});

describe('canaries', () => {
  it('two hundred identifying values through every text of every operation leave no trace outside the service that took them (R12, R13, R16)', async () => {
    const canaries = new Canaries(hub, things, makeCanaries(200));
    const requests = await canaries.plant();
    expect(requests).toBeGreaterThan(500);
    expect(canaries.plantedCount).toBe(200);
    expect(canaries.taken).toBeGreaterThan(20);
    await hub.comeToRest();
    expect(await canaries.search()).toEqual([]);

    const planted = await canaries.plantLeaks();
    const found = new Set((await canaries.search()).map(({ place }) => place));
    expect([...found]).toEqual(expect.arrayContaining(planted));
  }, 240_000);
});
