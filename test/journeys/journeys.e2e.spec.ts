import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaCanBeTested, testKafka } from '#libs/testing';
import { noSecretTold } from './no-secret-told.js';
import { accessEnds } from './access-ends.js';
import { eraseToReceipt } from './erase-to-receipt.js';
import { noBedAnywhere } from './no-bed-anywhere.js';
import { auditVerified, masterKeyRotated, operatorsCommands } from './operators-commands.js';
import { providerWithdraws } from './provider-withdraws.js';
import { serviceKilled } from './service-killed.js';
import { startHub } from './stage.js';
import { whoSawMyFile } from './who-saw-my-file.js';
import { withdrawals } from './withdrawals.js';

/** The whole hub, every service its own process: one file a story. */
function journeys(broker: 'embedded' | 'kafka'): void {
  let running: Awaited<ReturnType<typeof startHub>>;

  beforeAll(async () => {
    if (broker === 'kafka') process.env['KAFKA_BROKERS'] ??= (await testKafka()).join(',');
    running = await startHub(broker);
  }, 300_000);
  afterAll(() => running?.stop(), 60_000);

  it('one NGO’s request becomes a held bed and a signed notice, on real figures', async () => {
    const { passed, deliveries } = await running.demonstrate();
    expect({ passed, lines: passed ? [] : running.lines }).toEqual({ passed: true, lines: [] });
    expect(deliveries).toBeGreaterThan(15);
  }, 120_000);

  it('no bed anywhere: the search ends as unmet, with its reasons (R44)', async () => {
    await noBedAnywhere(running.stage);
  }, 60_000);

  it('a provider withdraws a confirmed bed, and the request finds the next (R41)', async () => {
    await providerWithdraws(running.stage);
  }, 60_000);

  it('who saw my file: the receiver’s reading is told in both languages, on which consent or under which law (R17)', async () => {
    await whoSawMyFile(running.stage);
  }, 300_000);

  it('erase to receipt: what a person’s note said, and what would open it, is left in no table, topic, log or metric (R18)', async () => {
    await eraseToReceipt(running.stage, running.hub);
  }, 300_000);

  it('200 consents are withdrawn: 99 of 100 recalls are at the receiver’s endpoint within two seconds (R11)', async () => {
    await withdrawals(running.stage, running.hub.settings.ports.partner2, 200);
  }, 300_000);

  it('a revoked machine, and a suspended organization, are refused by every service within a minute (R65)', async () => {
    expect(await accessEnds(running.hub, running.stage)).toBeLessThan(60_000);
  }, 300_000);

  it('services are killed in the middle: the story still ends right, nothing twice', async () => {
    await serviceKilled(running.stage, running.hub);
  }, 120_000);

  it('an operator’s commands: what waits, reconcile, replay, and what they say to a wrong one', async () => {
    await operatorsCommands(running.hub);
  }, 120_000);

  it('after all of that, none of the hub’s own secrets stands in a log, a metric or an error', async () => {
    await noSecretTold(running.hub);
  }, 60_000);

  it('an operator verifies the audit of every service; a changed line is named (R17)', async () => {
    await auditVerified(running.hub);
  }, 120_000);

  it('an operator rotates the master key while everything runs, and deletes the earlier one (R18)', async () => {
    await masterKeyRotated(running.hub);
  }, 120_000);
}

describe('on the embedded broker', () => {
  journeys('embedded');
});
(kafkaCanBeTested() ? describe : describe.skip)('on Apache Kafka', () => {
  journeys('kafka');
});
