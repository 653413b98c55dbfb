import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

/** docs/asyncapi.json by the AsyncAPI project's own parser. */
const diagnostics = await new Parser().validate(readFileSync('docs/asyncapi.json', 'utf8'));
const faults = diagnostics.filter(({ severity }) => severity <= 1);
for (const { path, message } of faults) console.error(`${path.join('.')}: ${message}`);
process.exit(faults.length === 0 ? 0 : 1);
