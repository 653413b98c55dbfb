import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { services } from './config.js';
import { ownerOf } from './routes.js';

/** First segments of the paths that a service's controllers declare. */
function segmentsOf(service: string): string[] {
  const folder = join(process.cwd(), 'apps', service, 'src/features');
  const segments = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const base = /@Controller\('v1\/?([a-z-]*)/.exec(text)?.[1];
      return base
        ? [base]
        : [...text.matchAll(/@(?:Get|Post|Put|Patch|Delete)\('([a-z-]+)/g)].map((match) => match[1]!);
    });
  return [...new Set(segments)];
}

describe('the way through the front door', () => {
  it.each(services)('every path of %s leads to it', (service) => {
    const segments = segmentsOf(service);
    expect(segments.length).toBeGreaterThan(0);
    for (const segment of segments)
      expect({ segment, owner: ownerOf[segment] }).toEqual({ segment, owner: service });
  });

  it('leads nowhere that nobody serves', () => {
    const served = services.flatMap(segmentsOf);
    expect(Object.keys(ownerOf).filter((segment) => !served.includes(segment))).toEqual([]);
  });

  it('every path of the API document has an owner', () => {
    const document = JSON.parse(readFileSync(join(process.cwd(), 'docs/openapi.json'), 'utf8')) as {
      paths: Record<string, unknown>;
    };
    const ownerless = Object.keys(document.paths).filter((path) => !ownerOf[path.split('/')[2]!]);
    expect(ownerless).toEqual([]);
  });
});
