/**
 * The walls of docs/architecture.md, each with its name. `test/walls` plants a breach of every one and expects it to be
 * caught by that name; a rule without a planted breach fails there.
 */
const app = '^apps/([^/]+)/src';
/** Specs, and what several specs of a folder are given. */
const specs = ['\\.spec\\.ts$', '/given\\.ts$'];

/** `from` may import from `folder` only what matches `allowed`. */
const only = (name, comment, from, allowed, pathNot) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [...specs, ...(pathNot ? [pathNot] : [])] },
  to: { pathNot: allowed },
});
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const library = (...names) => `^node_modules/(${names.join('|')})(/|$)`;
const lib = (...names) => `^libs/(${names.join('|')})/src`;

export default {
  forbidden: [
    { name: 'no-cycles', comment: 'No cycles.', severity: 'error', from: {}, to: { circular: true } },
    only('kernel-imports-nothing', 'libs/kernel imports nothing.', '^libs/kernel/src', ['^libs/kernel/src']),
    only(
      'codes-import-kernel',
      'libs/codes imports kernel alone (and reads its data file).',
      '^libs/codes/src',
      [lib('codes', 'kernel'), '^(node:)?(fs|path|zlib|url)$'],
    ),
    only('access-imports-kernel', 'libs/access imports kernel alone.', '^libs/access/src', [
      lib('access', 'kernel'),
    ]),
    only(
      'contracts-import-kernel-codes-typebox',
      'libs/contracts imports kernel, codes and typebox.',
      '^libs/contracts/src',
      [lib('contracts', 'kernel', 'codes'), library('typebox')],
    ),
    only(
      'messaging-room',
      'libs/messaging imports kernel, contracts, typeorm, pg, nest, rxjs, the OpenTelemetry API, and kafkajs in one file.',
      '^libs/messaging/src',
      [
        lib('messaging', 'kernel', 'contracts'),
        library('typebox', 'typeorm', 'pg', '@types/pg', '@nestjs', 'rxjs', '@opentelemetry', 'kafkajs'),
        '^(node:)?[a-z_/]+$',
      ],
    ),
    only(
      'known-access-room',
      'libs/known-access imports kernel, contracts, messaging, nest and types of typeorm.',
      '^libs/known-access/src',
      [lib('known-access', 'kernel', 'contracts', 'messaging'), library('@nestjs', 'typeorm', 'typebox')],
    ),
    never(
      'kafkajs-in-one-file',
      'Only kafka.broker.ts imports kafkajs.',
      {
        path: '^(libs|apps|infra|test)',
        pathNot: '^libs/messaging/src/brokers/kafka\\.broker\\.ts$|^test/(bench|faults)/',
      },
      { path: library('kafkajs') },
    ),
    only(
      'consent-room',
      'libs/consent imports kernel, codes, contracts, messaging, nest and typeorm’s types.',
      '^libs/consent/src',
      [lib('consent', 'kernel', 'codes', 'contracts', 'messaging'), library('typeorm', '@nestjs')],
    ),
    never(
      'no-bed-needs-consent',
      'R7: nothing about beds asks for a grant.',
      { path: '^apps/housing/src' },
      { path: lib('consent') },
    ),
    never(
      'platform-knows-no-app',
      'libs/platform imports neither apps nor contracts nor codes.',
      { path: '^libs/platform/src', pathNot: specs },
      { path: ['^apps/', lib('contracts', 'codes', 'testing')] },
    ),
    only(
      'sealing-room',
      'libs/sealing imports kernel, contracts, messaging, platform, pg, nest and class-validator.',
      '^libs/sealing/src',
      [
        lib('sealing', 'kernel', 'contracts', 'messaging', 'platform'),
        library('pg', '@types/pg', '@nestjs', 'class-validator', 'typeorm'),
        '^(node:)?[a-z_/]+$',
      ],
    ),
    never(
      'libs-know-no-app',
      'No lib imports an app.',
      { path: '^libs/', pathNot: '^libs/testing/src' },
      { path: '^apps/' },
    ),
    never(
      'testing-stays-in-tests',
      'libs/testing is imported by specs, test/ and infra/local alone.',
      { path: '^(apps|libs|infra)/', pathNot: [...specs, '^libs/testing/src', '^infra/local/'] },
      { path: lib('testing') },
    ),
    never(
      'image-needs-nothing-local',
      'What the image runs (infra/docker, infra/postgres) imports nothing of infra/local or test.',
      { path: '^infra/(docker|postgres)/', pathNot: specs },
      { path: ['^infra/(local|documents)/', '^test/'] },
    ),
    only(
      'domain-is-pure',
      'A domain imports its own files, kernel and codes; no npm package.',
      `${app}/domain/`,
      ['^apps/$1/src/domain/', lib('kernel', 'codes')],
    ),
    only(
      'published-events-is-a-door',
      'published-events.ts imports its own domain, kernel and contracts.',
      `${app}/published-events\\.ts$`,
      ['^apps/$1/src/domain/', lib('kernel', 'contracts')],
    ),
    only(
      'config-reads-the-environment',
      'config.ts imports platform, sealing and kernel.',
      `${app}/config\\.ts$`,
      [lib('platform', 'sealing', 'kernel')],
    ),
    never(
      'module-file-stays-home',
      'A module file imports platform, kernel and its own app.',
      { path: `${app}/[^/]+\\.module\\.ts$` },
      { path: lib('messaging', 'contracts', 'codes', 'testing') },
    ),
    never(
      'persistence-below-features',
      'persistence imports no feature and no controller.',
      { path: `${app}/persistence/` },
      { path: ['^apps/$1/src/features/', '^node_modules/@nestjs/(cqrs|microservices)'] },
    ),
    never(
      'features-apart',
      'A feature does not import another.',
      { path: '^apps/([^/]+)/src/features/([^/]+)/' },
      { path: '^apps/$1/src/features/', pathNot: '^apps/$1/src/features/$2/' },
    ),
    never(
      'apps-apart',
      'No app imports another.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    never(
      'published-events-behind-persistence',
      'Features do not publish: they change aggregates, and persistence publishes.',
      { path: `${app}/features/`, pathNot: '\\.spec\\.ts$' },
      { path: '^apps/[^/]+/src/published-events\\.ts$' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist|\\.local' },
  },
};
