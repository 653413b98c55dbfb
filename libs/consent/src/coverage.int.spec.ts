import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messagingTables } from '#libs/messaging';
import { testDatabase, testUnitOfWork, type TestDatabase } from '#libs/testing';
import fc from 'fast-check';
import { KnownConsents, knownConsentTables } from './index.js';
import { forget, hearHeartbeat, keep, notePlace } from './read-model.js';

const hour = 3_600_000;
const [recipients, purposes, dataClasses] = [
  [randomUUID(), randomUUID(), randomUUID()],
  ['referral', 'housing'],
  ['needs', 'safety', 'note'],
];

let database: TestDatabase;
let open: Awaited<ReturnType<typeof testUnitOfWork>>;

beforeAll(async () => {
  database = await testDatabase('referrals', [messagingTables('referrals'), knownConsentTables('referrals')]);
  open = await testUnitOfWork(database, []);
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

interface Grant {
  recipients: string[];
  purposes: string[];
  dataClasses: string[];
  /** Hours from now; 0 and less: over. */
  until: number;
}
const some = (codes: readonly string[]) => fc.subarray([...codes], { minLength: 1 });
const grant = fc.record<Grant>({
  recipients: some(recipients),
  purposes: some(purposes),
  dataClasses: some(dataClasses),
  until: fc.integer({ min: -2, max: 2 }),
});
/** A later event of one of three grants: given or narrowed, or ended. */
const step = fc.record({
  which: fc.integer({ min: 0, max: 2 }),
  state: fc.option(grant, { nil: null, freq: 3 }),
});
const question = fc.record({
  recipient: fc.constantFrom(...recipients),
  purpose: fc.constantFrom(...purposes),
  dataClasses: some(dataClasses),
});

it('whatever is given, narrowed, withdrawn or run out, nothing is granted that no live grant covers (R9, R11)', async () => {
  const known = new KnownConsents();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), question, async (steps, asked) => {
      const [ownerOrganizationId, participantRef] = [randomUUID(), randomUUID()];
      const ids = [randomUUID(), randomUUID(), randomUUID()];
      const live = new Map<string, Grant>();
      const answer = await open.unitOfWork.worker({}, async (tx) => {
        await hearHeartbeat(tx, { at: tx.now.toISOString(), streams: [] });
        for (const { which, state } of steps) {
          const id = ids[which]!;
          if (state === null) {
            live.delete(id);
            await forget(tx, id);
            continue;
          }
          live.set(id, state);
          const time = (hours: number) => new Date(tx.now.getTime() + hours * hour).toISOString();
          const about = { ownerOrganizationId, participantRef, mode: 'actual' as const };
          await keep(tx, { id, ...about, ...state, from: time(-3), until: time(state.until) });
        }
        return known.check(tx, {
          ownerOrganizationId,
          participantRef,
          recipientOrganizationId: asked.recipient,
          purpose: asked.purpose,
          dataClasses: asked.dataClasses,
        });
      });
      const covering = [...live].filter(
        ([, one]) =>
          one.until > 0 &&
          one.recipients.includes(asked.recipient) &&
          one.purposes.includes(asked.purpose) &&
          asked.dataClasses.every((code) => one.dataClasses.includes(code)),
      );
      expect(answer.kind).toBe(covering.length > 0 ? 'granted' : 'refused');
      if (answer.kind === 'granted') expect(covering.map(([id]) => id)).toContain(answer.consentRef);
    }),
    { numRuns: 150 },
  );
});

it('in whatever order places arrive, and however often, nothing behind a hole counts as read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 12 }), async (places) => {
      const aggregate = randomUUID();
      const through = await open.unitOfWork.worker({}, async (tx) => {
        for (const place of places) await notePlace(tx, { aggregate, data: { partition: 0, place } });
        const [row] = await tx.query<{ through: string }>(
          'select through from known_consent_stream where stream = $1',
          [aggregate],
        );
        return Number(row?.through ?? 0);
      });
      let whole = 0;
      while (places.includes(whole + 1)) whole += 1;
      expect(through).toBe(whole);
    }),
    { numRuns: 100 },
  );
});
