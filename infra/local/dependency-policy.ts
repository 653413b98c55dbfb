/** As much of package-lock.json as the policy looks at. */
export interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Whose install scripts may run. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** Permissive licences, which ask for no more than to be named. */
const licences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);
/** Licences that were read by a person, where the package does not name one by its SPDX name. */
const licencesRead: Readonly<Record<string, string>> = {
  buildcheck: 'MIT',
  'cpu-features': 'MIT',
  jsonify: 'Public Domain',
  reserved: 'MIT',
  ssh2: 'MIT',
};
/** They bring an install script and work without it; npm does not run it, as `allowScripts` does not name them. */
const scriptsNotNeeded = new Set([
  '@parcel/watcher',
  '@scarf/scarf',
  '@swc/core',
  'cpu-features',
  'protobufjs',
  'ssh2',
  'unrs-resolver',
]);

/** What in the lock file breaks the policy, a sentence each; works without a network. */
export function dependencyFaults(lock: Lock, manifest: Manifest): string[] {
  const faults: string[] = [];
  if (lock.lockfileVersion !== 3)
    faults.push(`The lock file has version ${lock.lockfileVersion}: make it with npm 10 or later.`);
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    if (!/^[\^~]?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
      faults.push(`package.json asks for ${name} as "${range}": name a version of the registry.`);
  for (const [path, locked] of Object.entries(lock.packages)) {
    const name = path.split('node_modules/').at(-1)!;
    if (path !== '') faults.push(...packageFaults(name, locked, manifest));
  }
  return faults;
}

function packageFaults(name: string, locked: LockedPackage, { allowScripts = {} }: Manifest): string[] {
  const faults: string[] = [];
  const { version, integrity, resolved, link, hasInstallScript } = locked;
  if (link || resolved !== undefined)
    faults.push(`${name} comes from "${resolved ?? 'a folder'}": take it from the registry.`);
  if (!version || !/^\d+\.\d+\.\d+/.test(version)) faults.push(`${name} has no version in the lock file.`);
  if (!integrity?.startsWith('sha512-'))
    faults.push(`${name} has no sha512 integrity in the lock file: nobody would notice if it were another.`);
  if (hasInstallScript && !allowScripts[name] && !scriptsNotNeeded.has(name))
    faults.push(`${name} brings an install script: read it, then allow it in package.json, or do without.`);
  if (!licenceIsAllowed(name, locked.license))
    faults.push(
      `${name} has the licence "${locked.license ?? 'none'}", which is not on the list: read it first.`,
    );
  return faults;
}

function licenceIsAllowed(name: string, licence: string | undefined): boolean {
  if (Object.hasOwn(licencesRead, name)) return true;
  return (licence ?? '')
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => licences.has(one)));
}
