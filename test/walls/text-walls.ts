import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { askedIn } from './cooperation.js';

export interface Breach {
  readonly rule: string;
  /** From the repository's root. */
  readonly file: string;
  readonly line: number;
}

interface TextWall {
  readonly rule: string;
  readonly forbidden: { test(line: string, file: string): boolean };
  appliesTo(file: string): boolean;
}

const isSpec = (file: string) => /(\.spec|\/given)\.ts$/.test(file);
const isOfTheHub = (file: string) => !isSpec(file) && !file.startsWith('infra/');

/** Walls that no import shows. */
const walls: readonly TextWall[] = [
  {
    rule: 'environment-in-config-alone',
    forbidden: /process\.env/,
    appliesTo: (file) => isOfTheHub(file) && !/\/config\.ts$/.test(file) && !file.startsWith('libs/testing/'),
  },
  {
    // But for a token's expiry, which its issuer states in the world's time (RFC 7519, 4.1.4).
    rule: 'no-wall-clock',
    forbidden: /\bDate\.now\(\)|new Date\(\)/,
    appliesTo: (file) =>
      isOfTheHub(file) &&
      !file.startsWith('libs/testing/') &&
      file !== 'libs/platform/src/identity/tokens.ts',
  },
  {
    // An id in capitals is the same id: one place says how it is taken in.
    rule: 'ids-at-one-door',
    forbidden: /\bIsUUID\b|\bParseUUIDPipe\b/,
    appliesTo: (file) => isOfTheHub(file) && file !== 'libs/platform/src/ids.ts',
  },
  {
    // R18: one place says how a text is sealed, and which key opens it.
    rule: 'sealing-in-one-room',
    forbidden: /\bcreate(C|Dec)ipheriv\b/,
    appliesTo: (file) => !isSpec(file) && !file.startsWith('libs/sealing/src/keys/'),
  },
  {
    // There is no such field, code, name or text; `no-cooperation.int.spec.ts` reads what the sources come to.
    rule: 'no-police-cooperation (R1)',
    forbidden: { test: (text, file) => askedIn({ place: file, text }).length > 0 },
    appliesTo: isOfTheHub,
  },
  {
    // R65: whoever needs more records a LegalException. SQL that steps around a wall, and names of doors beside it.
    rule: 'no-break-glass (R65)',
    forbidden: new RegExp(
      [
        String.raw`(?<!no)bypassrls`,
        String.raw`\bset\s+(local\s+|session\s+)?(role|session\s+authorization)\b`,
        String.raw`\brow_security\b|session_replication_role`,
        String.raw`disable\s+(trigger|rule|row\s+level)|no\s+force\s+row`,
        String.raw`grant\s+(\$\{roles\.\w+\}|\w+_(owner|app|worker))\s+to\b`,
        String.raw`break_?glass|(skip|without|bypass)_?(audit|row_?security|access_?table)`,
      ].join('|'),
      'i',
    ),
    appliesTo: (file) => !isSpec(file),
  },
];

/** Every breach of a text wall in `apps`, `libs` and `infra` of a folder. */
export function breachesIn(root: string): Breach[] {
  return ['apps', 'libs', 'infra']
    .flatMap((folder) => filesIn(join(root, folder)))
    .flatMap((path) => {
      const file = relative(root, path);
      const lines = readFileSync(path, 'utf8').split('\n');
      return walls
        .filter((wall) => wall.appliesTo(file))
        .flatMap(({ rule, forbidden }) =>
          lines.flatMap((text, index) =>
            forbidden.test(text, file) ? [{ rule, file, line: index + 1 }] : [],
          ),
        );
    });
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
