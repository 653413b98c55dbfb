import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bilingual } from '#libs/kernel';

export type RegionKind = 'country' | 'province' | 'municipality' | 'reserve' | 'forward_sortation_area';

/**
 * A place that requests and resources name: Canada, a province or territory (ISO 3166-2), a census subdivision (SGC, 7
 * digits), or a forward sortation area, whose name is its code and whose parent is the province.
 */
export interface Region {
  readonly code: string;
  readonly kind: RegionKind;
  readonly name: Bilingual;
  readonly parent: string | null;
}

interface Gazetteer {
  readonly byCode: ReadonlyMap<string, string>;
  readonly codes: readonly string[];
}

const country = 'CA';
const kindOf: Readonly<Record<string, RegionKind>> = {
  C: 'country',
  P: 'province',
  M: 'municipality',
  R: 'reserve',
  F: 'forward_sortation_area',
};

let loaded: Gazetteer | undefined;

/** Kept as the lines of the file: 7,000 small strings rather than as many objects, in every process. */
function gazetteer(): Gazetteer {
  if (!loaded) {
    const byCode = new Map<string, string>();
    for (const line of readFileSync(dataFile(), 'utf8').split('\n')) {
      if (line !== '') byCode.set(line.slice(0, line.indexOf('\t')), line);
    }
    loaded = { byCode, codes: [...byCode.keys()] };
  }
  return loaded;
}

/** The same file for the sources and for the build: found from the folder with package.json. */
function dataFile(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'libs/codes/data/regions.tsv');
}

export function findRegion(code: string): Region | undefined {
  const line = gazetteer().byCode.get(code);
  if (line === undefined) return undefined;
  const [, kind, parent, en, fr] = line.split('\t') as [string, string, string, string, string?];
  return {
    code,
    kind: kindOf[kind]!,
    parent: parent === '' ? null : parent,
    name: { en, fr: fr === undefined || fr === '' ? en : fr },
  };
}

/** Direct children of a region in the order of their codes, one page of them. */
export function regionsWithin(
  parent: string,
  page: { kind?: RegionKind; after?: string; limit: number },
): Region[] {
  const found: Region[] = [];
  for (const code of gazetteer().codes) {
    if (page.after !== undefined && code <= page.after) continue;
    const region = findRegion(code)!;
    if (region.parent !== parent || (page.kind && region.kind !== page.kind)) continue;
    found.push(region);
    if (found.length === page.limit) break;
  }
  return found;
}

/** Whether `inner` is `outer` or lies in it. */
export function regionContains(outer: string, inner: string): boolean {
  for (let code: string | null = inner; code !== null; code = findRegion(code)?.parent ?? null) {
    if (code === outer) return true;
  }
  return false;
}

/** The province or territory that a region is or lies in; null for the country and for what is unknown. */
export function provinceOf(code: string): string | null {
  const region = findRegion(code);
  if (!region || region.parent === null) return null;
  return region.kind === 'province' ? region.code : provinceOf(region.parent);
}

/** How far a search may widen: the region, its province, the country (domain 3.3a). */
export function ringsOf(code: string): string[] {
  return [...new Set([code, provinceOf(code) ?? country, country])];
}
