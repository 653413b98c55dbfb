import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { repositoryRoot } from '../repository.js';

const source = join(repositoryRoot, 'libs/codes/data/canada-places');
export const regionsFile = join(repositoryRoot, 'libs/codes/data/regions.tsv');

export interface RegionsReport {
  readonly regions: number;
  /** Rows that gave no region of their own, by reason. */
  readonly oddByReason: Record<string, number>;
}

/** The gazetteer's lines: `code, kind letter, parent, English, French where it differs`, sorted by code. */
export function buildRegions(): { text: string; report: RegionsReport } {
  const lines = new Map<string, string>();
  const oddByReason: Record<string, number> = {};
  const odd = (reason: string) => (oddByReason[reason] = (oddByReason[reason] ?? 0) + 1);
  const add = (code: string, kind: string, parent: string, en: string, fr: string) => {
    if (lines.has(code)) odd(`${kind === 'F' ? 'forward sortation area' : 'code'} stands twice`);
    else lines.set(code, [code, kind, parent, en, ...(fr === en ? [] : [fr])].join('\t'));
  };

  add('CA', 'C', '', 'Canada', 'Canada');
  const frenchNames = new Map(
    rows('ca_provinces_and_territories-name_fr.csv').map((row) => [row['id'], row['name_fr']]),
  );
  const provinceOfSgc = new Map<string, string>();
  for (const row of rows('ca_provinces_and_territories.csv')) {
    const code = `CA-${/(?:province|territory):(\w\w)$/.exec(row['id']!)![1]!.toUpperCase()}`;
    provinceOfSgc.set(row['sgc']!, code);
    add(code, 'P', 'CA', row['name']!, frenchNames.get(row['id']) ?? row['name']!);
  }
  for (const row of rows('ca_census_subdivisions.csv')) {
    const sgc = /csd:(\d{7})$/.exec(row['id']!)?.[1];
    const province = provinceOfSgc.get(sgc?.slice(0, 2) ?? '');
    if (!sgc || !province) odd('census subdivision of no known province');
    else
      add(
        sgc,
        row['classification'] === 'IRI' ? 'R' : 'M',
        province,
        row['name']!,
        row['name_fr'] || row['name']!,
      );
  }
  for (const [, code, , , letters] of tabbed('fsa.tsv')) {
    const province = `CA-${letters}`;
    if (!/^[A-Z]\d[A-Z]$/.test(code ?? '') || !lines.has(province))
      odd('forward sortation area of no known province');
    else add(code!, 'F', province, code!, code!);
  }
  const sorted = [...lines.keys()].sort();
  return {
    text: `${sorted.map((code) => lines.get(code)).join('\n')}\n`,
    report: { regions: sorted.length, oddByReason },
  };
}

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(join(source, file)), { columns: true, bom: true, trim: true });
}

function tabbed(file: string): string[][] {
  return parse(readFileSync(join(source, file)), {
    delimiter: '\t',
    quote: null,
    relax_column_count: true,
    trim: true,
  });
}

if (process.argv[1] === import.meta.filename) {
  const { text, report } = buildRegions();
  writeFileSync(regionsFile, text);
  console.log(JSON.stringify(report));
}
