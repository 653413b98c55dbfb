import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../infra/local/repository.js';
import { safeguards, type Safeguard } from './safeguards.js';
import { run } from './trial.js';

/** A copy of what was built in which one safeguard is switched off: the switches are in no source and in nothing that ships. */
function buildWithout({ name, edits }: Safeguard, folder: string): string {
  const build = join(folder, name);
  mkdirSync(build, { recursive: true });
  cpSync(join(repositoryRoot, 'dist'), join(build, 'dist'), { recursive: true });
  cpSync(join(repositoryRoot, 'package.json'), join(build, 'package.json'));
  // The libraries' data files and what is installed are the same.
  for (const same of ['node_modules', 'libs', 'docs'])
    symlinkSync(join(repositoryRoot, same), join(build, same));
  for (const { file, from, to } of edits) {
    const path = join(build, 'dist', file);
    writeFileSync(path, partsAround({ file, from }, name, readFileSync(path, 'utf8')).join(to));
  }
  return build;
}

function partsAround(edit: { file: string; from: string }, name: string, text: string): string[] {
  const parts = text.split(edit.from);
  if (parts.length !== 2)
    throw new Error(
      `The safeguard ${name} is found ${parts.length - 1} times in ${edit.file}: bring test/faults/safeguards.ts up to date.`,
    );
  return parts;
}

/** @throws where a safeguard is no longer where the switches look for it */
export function assertSwitchesFit(): void {
  for (const { name, edits } of safeguards)
    for (const edit of edits)
      partsAround(edit, name, readFileSync(join(repositoryRoot, 'dist', edit.file), 'utf8'));
}

interface Outcome {
  readonly ran: boolean;
  readonly noticed: boolean;
  readonly text: string;
  readonly findings: readonly string[];
}

async function tried(
  { broker, faults }: Pick<Safeguard, 'broker' | 'faults'>,
  build: string,
): Promise<Outcome> {
  try {
    const { verdict, ...result } = await run({
      broker,
      kills: 0,
      only: faults,
      seed: 1,
      clients: 2,
      patience: 0.3,
      build,
      print: () => undefined,
    });
    const { lost, doubled, reordered } = verdict;
    const failed = result.faults.filter(({ passed }) => !passed);
    return {
      ran: true,
      noticed: lost + doubled + reordered > 0,
      text: `lost ${lost}, doubled ${doubled}, reordered ${reordered}; ${result.seconds} s`,
      findings: [...failed.map(({ name, why }) => `${name}: ${why}`), ...verdict.findings],
    };
  } catch (error) {
    // A hub that does not even start proves nothing about the safeguard.
    return { ran: false, noticed: false, text: `the hub did not run: ${String(error)}`, findings: [] };
  }
}

/**
 * Switches off each safeguard by itself; exit code 1 where the harness does not notice, or where it raises an alarm
 * with nothing switched off.
 */
export async function proveMutations(names: readonly string[] | undefined, json: boolean): Promise<number> {
  const wanted = names ? safeguards.filter(({ name }) => names.includes(name)) : safeguards;
  if (wanted.length === 0) {
    console.error(`There is no such safeguard. They are ${safeguards.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'hub-mutations-'));
  chmodSync(folder, 0o755);
  const outcomes: { name: string; noticed: boolean }[] = [];
  let controlled = true;
  console.log('Each safeguard is switched off in a build of its own; the harness has to notice.\n');
  try {
    for (const broker of new Set(wanted.map((safeguard) => safeguard.broker))) {
      const faults = wanted.filter((one) => one.broker === broker).flatMap((one) => one.faults);
      const control = await tried({ broker, faults }, repositoryRoot);
      controlled &&= control.ran && !control.noticed;
      console.log(
        `  ${control.ran && !control.noticed ? 'quiet  ' : 'ALARM  '}  ${`none (${broker})`.padEnd(34)} ${control.text}`,
      );
      for (const line of control.findings) console.log(`             ${line}`);
    }
    for (const safeguard of wanted) {
      const { name } = safeguard;
      const build = buildWithout(safeguard, folder);
      const outcome = await tried(safeguard, build);
      rmSync(build, { recursive: true, force: true });
      outcomes.push({ name, noticed: outcome.noticed });
      console.log(`  ${outcome.noticed ? 'noticed' : 'MISSED '}  ${name.padEnd(34)} ${outcome.text}`);
      for (const line of outcome.findings) console.log(`             ${line}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const missed = outcomes.filter(({ noticed }) => !noticed);
  console.log(`\n  ${outcomes.length - missed.length} of ${outcomes.length} noticed.`);
  if (json) console.log(JSON.stringify({ control: controlled, mutations: outcomes }));
  return controlled && missed.length === 0 ? 0 : 1;
}
