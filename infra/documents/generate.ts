import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessPage, type DocumentedPaths } from './access-page.js';
import { asyncApi } from './asyncapi.js';
import { eventsPage } from './events-page.js';
import { kafkaAccess } from './kafka-access.js';
import { openApi } from './openapi.js';

/** Writes the generated documents, or with --check says which are not what the code says today. */
const root = process.cwd();
const check = process.argv.includes('--check');
const json = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

const http = await openApi();
const documents: Record<string, string> = {
  'docs/openapi.json': json(http),
  'docs/asyncapi.json': json(asyncApi()),
  'docs/events.md': eventsPage(),
  'docs/access.md': accessPage(http as DocumentedPaths),
  'infra/kafka/access.json': json(await kafkaAccess()),
};

const stale = Object.entries(documents).filter(([file, text]) => {
  const path = join(root, file);
  const current = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!current && !check) writeFileSync(path, text);
  return !current;
});
for (const [file] of stale)
  console.log(check ? `${file} is not current: run "npm run documents".` : `${file} written.`);
process.exit(check && stale.length > 0 ? 1 : 0);
