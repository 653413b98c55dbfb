import { execFile } from 'node:child_process';
import { expect } from '@jest/globals';
import pg from 'pg';
import type { LocalHub } from '../../infra/local/local-hub.js';
import { apps } from '../../infra/postgres/databases.js';

/** What an operator types, as it is typed: `npm run hub -- messages …` (docs/runbook.md). */
export async function operatorsCommands(hub: LocalHub): Promise<void> {
  const type = (...words: string[]) => typed(hub, ['messages', ...words]);
  const state = await type();
  expect(state.exitCode).toBe(0);
  for (const app of apps) expect(state.said).toMatch(new RegExp(`^ *${app} +to publish \\d+`, 'm'));

  const reconciled = await type('reconcile', '--reason', 'a broker lost its disk');
  expect(reconciled).toMatchObject({ exitCode: 0 });
  expect(reconciled.said).toMatch(/liaison +owns +liaison\.request +\d+ in its log, 0 missing/);
  expect(reconciled.said).toMatch(/housing +hears +referrals\.referral +\d+ read, 0 caught up/);

  const owned = ['replay', '--service', 'liaison', '--reason', 'a partner lost them'];
  const replayed = await type(...owned, '--topic', 'liaison.request');
  expect(replayed).toMatchObject({ exitCode: 0 });
  expect(replayed.said).toMatch(/^[1-9]\d* events are published again\.$/m);
  const wrong = await type(...owned, '--topic', 'housing.hold');
  expect(wrong).toMatchObject({ exitCode: 1 });
  expect(wrong.said).toMatch(/liaison published no such event in housing\.hold/);
  expect(await type('reconcile')).toMatchObject({ exitCode: 1 });

  const shown = await typed(hub, ['config', 'show']);
  expect(shown).toMatchObject({ exitCode: 0 });
  for (const service of [...apps, 'gateway']) expect(shown.said).toMatch(new RegExp(`^${service}$`, 'm'));
  expect(shown.said).toMatch(/^ {2}DATABASE_URL +environment +\(secret\)$/m);
  expect(shown.said).not.toMatch(/postgresql:|WRONG|read by nobody/);
  const one = await typed(hub, ['config', 'show', '--service', 'gateway']);
  expect(one.said).not.toContain('liaison\n');
  expect(await typed(hub, ['config', 'show', '--service', 'lodging'])).toMatchObject({ exitCode: 2 });
}

/** `npm run hub -- audit verify`: sound as it is; one changed line is named, and the services beside it stay sound (R17). */
export async function auditVerified(hub: LocalHub): Promise<void> {
  const verify = (...words: string[]) => typed(hub, ['audit', 'verify', ...words]);
  const sound = await verify();
  expect(sound).toMatchObject({ exitCode: 0 });
  for (const app of apps)
    expect(sound.said).toMatch(new RegExp(`^ *${app} +sound +\\d+ lines verified, .* told heads agree`, 'm'));
  // A head was told outside at the first line that a service chained.
  expect(sound.said).toMatch(
    /liaison +sound +[1-9]\d* lines verified, head [1-9]\d* .*, [1-9]\d* told heads agree/,
  );

  const housing = new pg.Client({ connectionString: hub.adminUrl('housing') });
  await housing.connect();
  try {
    await housing.query('set session_replication_role = replica');
    const { rows } = await housing.query<{ id: string; action: string }>(
      'select id, action from audit_log join audit_chain on audit_id = id where number = 3',
    );
    const { id, action } = rows[0]!;
    await housing.query(`update audit_log set action = 'read by nobody' where id = $1`, [id]);
    const broken = await verify();
    expect(broken).toMatchObject({ exitCode: 1 });
    expect(broken.said).toMatch(/housing +BROKEN +2 lines verified/);
    expect(broken.said).toContain(`number 3, line ${id}, changed`);
    expect(broken.said).toMatch(/liaison +sound/);
    expect(await verify('--service', 'liaison')).toMatchObject({ exitCode: 0 });
    await housing.query('update audit_log set action = $2 where id = $1', [id, action]);
  } finally {
    await housing.end();
  }
  expect(await verify('--service', 'housing')).toMatchObject({ exitCode: 0 });
  expect(await verify('--service', 'nowhere')).toMatchObject({ exitCode: 2 });
}

/** `npm run hub -- keys …`: a new master key while everything runs; the earlier one goes when it wraps nothing (R18). */
export async function masterKeyRotated(hub: LocalHub): Promise<void> {
  const type = (...words: string[]) => typed(hub, ['keys', ...words]);
  const before = await type();
  const [, earlier] = /^ *(\S+) +current +.*notifications [1-9]/m.exec(before.said)!;
  expect(await type('forget', earlier!)).toMatchObject({ exitCode: 1 });
  const rotated = await type('rotate');
  expect(rotated).toMatchObject({ exitCode: 0 });
  expect(rotated.said).toContain(`keys forget ${earlier}`);
  expect((await type()).said).toMatch(new RegExp(`^ *${earlier} +earlier +wraps nothing$`, 'm'));
  expect(await type('forget', earlier!)).toMatchObject({ exitCode: 0 });
  const after = await type();
  expect(after.said).toMatch(/^ *\S+ +current +.*notifications [1-9]/m);
  expect(after.said).not.toContain(earlier);
  expect(await type('forget', 'nowhere')).toMatchObject({ exitCode: 2 });
}

function typed(hub: LocalHub, words: readonly string[]): Promise<{ exitCode: number; said: string }> {
  const { home, ports } = hub.settings;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/infra/local/hub.js', ...words],
      { env: { ...process.env, HUB_HOME: home, HUB_PORT: String(ports.gateway) } },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }),
    );
  });
}
