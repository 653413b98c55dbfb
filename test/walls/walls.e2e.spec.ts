import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { breachesIn } from './text-walls.js';

const root = process.cwd();

/** A breach of each rule: file, and the line that is planted in it. */
const planted: Readonly<Record<string, readonly (readonly [file: string, line: string])[]>> = {
  'no-cycles': [
    ['libs/kernel/src/planted-one.ts', `export * from './planted-other.js';`],
    ['libs/kernel/src/planted-other.ts', `export * from './planted-one.js';`],
  ],
  'kernel-imports-nothing': [['libs/kernel/src/planted.ts', `import '#libs/codes';`]],
  'codes-import-kernel': [['libs/codes/src/planted.ts', `import '#libs/contracts';`]],
  'access-imports-kernel': [['libs/access/src/planted.ts', `import '#libs/messaging';`]],
  'contracts-import-kernel-codes-typebox': [['libs/contracts/src/planted.ts', `import 'pg';`]],
  'messaging-room': [['libs/messaging/src/planted.ts', `import 'class-validator';`]],
  'known-access-room': [['libs/known-access/src/planted.ts', `import '#libs/platform';`]],
  'kafkajs-in-one-file': [['libs/messaging/src/relay/planted.ts', `import 'kafkajs';`]],
  'consent-room': [['libs/consent/src/planted.ts', `import '#libs/platform';`]],
  'no-bed-needs-consent': [
    ['apps/housing/src/features/place-hold/planted.ts', `import { KnownConsents } from '#libs/consent';`],
  ],
  'platform-knows-no-app': [['libs/platform/src/planted.ts', `import '#libs/contracts';`]],
  'sealing-room': [['libs/sealing/src/planted.ts', `import '#libs/codes';`]],
  'libs-know-no-app': [
    ['libs/messaging/src/tx/planted.ts', `import '../../../../apps/liaison/src/config.js';`],
  ],
  'testing-stays-in-tests': [['apps/housing/src/planted.ts', `import '#libs/testing';`]],
  'image-needs-nothing-local': [['infra/docker/planted.ts', `import '../local/parties.js';`]],
  'domain-is-pure': [['apps/liaison/src/domain/planted.ts', `import 'typeorm';`]],
  'published-events-is-a-door': [['apps/liaison/src/published-events.ts', `import 'typeorm';`]],
  'config-reads-the-environment': [['apps/liaison/src/config.ts', `import '#libs/messaging';`]],
  'module-file-stays-home': [['apps/liaison/src/liaison.module.ts', `import '#libs/contracts';`]],
  'persistence-below-features': [
    [
      'apps/liaison/src/persistence/planted.ts',
      `import '../features/route-liaison-request/route-liaison-request.command.js';`,
    ],
  ],
  'features-apart': [
    [
      'apps/liaison/src/features/read-taskings/planted.ts',
      `import '../route-liaison-request/route-liaison-request.command.js';`,
    ],
  ],
  'apps-apart': [['apps/liaison/src/planted.ts', `import '../../housing/src/config.js';`]],
  'published-events-behind-persistence': [
    ['apps/liaison/src/features/read-taskings/planted-event.ts', `import '../../published-events.js';`],
  ],
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

function cruise(folder: string): Violation[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', 'walls.mjs', '--output-type', 'json', 'apps', 'libs', 'infra'],
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64_000_000 },
  );
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('the walls between rooms', () => {
  let folder: string;
  let violations: Violation[];
  let rules: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-walls-'));
    for (const name of ['apps', 'libs', 'infra', 'package.json', 'tsconfig.json', 'tsconfig.base.json'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const walls = (await import(join(root, '.dependency-cruiser.mjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    rules = walls.default.forbidden.map((rule) => rule.name);
    writeFileSync(
      join(folder, 'walls.mjs'),
      `import walls from ${JSON.stringify(join(root, '.dependency-cruiser.mjs'))};
       export default { ...walls, options: { ...walls.options, preserveSymlinks: true } };`,
    );
    for (const [file, line] of Object.values(planted).flat()) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      appendFileSync(join(folder, file), `\n${line}\n`);
    }
    violations = cruise(folder);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('each rule has a planted breach, and no breach is planted for a rule that is gone', () => {
    expect(Object.keys(planted).sort()).toEqual([...rules].sort());
  });

  it.each(Object.entries(planted))('%s catches what is planted, by its name', (rule, files) => {
    const caught = violations.filter((violation) => violation.rule.name === rule).map(({ from }) => from);
    expect(files.filter(([file]) => caught.includes(file))).not.toEqual([]);
  });

  it('nothing but what was planted is caught: the walls stand', () => {
    const files = new Set(
      Object.values(planted)
        .flat()
        .map(([file]) => file),
    );
    expect(violations.filter(({ from }) => !files.has(from))).toEqual([]);
  });
});

describe('what the text of a file may say', () => {
  it('process.env is read in config.ts alone, no app or lib asks the wall clock, ids come in at one door, and nothing leads around a wall (R65)', () => {
    expect(breachesIn(root)).toEqual([]);
  });

  it.each([
    ['environment-in-config-alone', 'apps/liaison/src/domain/planted.ts', 'const home = process.env.HOME;'],
    [
      'sealing-in-one-room',
      'apps/liaison/src/persistence/planted.ts',
      'createCipheriv(algorithm, key, nonce);',
    ],
    ['ids-at-one-door', 'apps/liaison/src/features/planted.ts', '  @IsUUID()'],
    ['no-wall-clock', 'apps/liaison/src/persistence/planted.ts', 'const now = Date.now();'],
    ['no-wall-clock', 'libs/messaging/src/planted.ts', 'const now = new Date();'],
    ['no-police-cooperation (R1)', 'libs/contracts/src/planted.ts', 'const field = "cooperatesWithPolice";'],
    ['no-police-cooperation (R1)', 'libs/codes/src/planted.ts', "code: 'willing_to_testify'"],
    ['no-police-cooperation (R1)', 'apps/referrals/src/planted.ts', "fr: 'A porté plainte'"],
    ...[
      'alter role liaison_app bypassrls',
      'set local role liaison_owner',
      'set session authorization postgres',
      'set row_security = off',
      'set session_replication_role = replica',
      'alter table audit_log disable trigger append_only',
      'alter table referral no force row level security',
      'grant liaison_owner to liaison_app',
      'grant ${roles.worker} to ${roles.app}',
      "const breakGlass = request.headers['x-break-glass'];",
      'if (skipAudit) return;',
    ].flatMap((line) => [
      ['no-break-glass (R65)', 'libs/messaging/src/planted.ts', line],
      ['no-break-glass (R65)', 'infra/postgres/planted.ts', line],
    ]),
  ])('%s catches what is planted: %s, %s', (rule, file, line) => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-text-'));
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${line}\n`);
    expect(breachesIn(folder)).toEqual([{ rule, file, line: 1 }]);
    rmSync(folder, { recursive: true });
  });

  it('the embedded broker stays under 300 lines of code', () => {
    const lines = readFileSync(join(root, 'libs/messaging/src/brokers/embedded.broker.ts'), 'utf8').split(
      '\n',
    );
    const code = lines.filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line));
    expect(code.length).toBeLessThan(300);
  });
});
