import { ConfigurationFaults, Reading } from '../../libs/platform/src/config.js';
import type { ServiceDefinition } from './services.js';

/** What a service reads from its environment, a line each: value, and where it comes from; a secret shows its place alone. */
export async function settingsOf({ name, environment }: ServiceDefinition): Promise<string[]> {
  const { readConfig } = (await import(`../../apps/${name}/src/config.js`)) as {
    readConfig(read: Reading): unknown;
  };
  const read = new Reading(environment);
  let faults: readonly string[] = [];
  try {
    readConfig(read);
  } catch (error) {
    if (!(error instanceof ConfigurationFaults)) throw error;
    ({ faults } = error);
  }
  const settings = read.settings();
  const width = Math.max(...settings.map((setting) => setting.name.length));
  return [
    ...settings.map((setting) =>
      `  ${setting.name.padEnd(width)}  ${setting.from.padEnd(11)}  ${setting.shown}`.trimEnd(),
    ),
    ...read.unknown().map((unknown) => `  ${unknown} is read by nobody: a slip of the pen, or left over.`),
    ...faults.map((fault) => `  WRONG: ${fault}`),
  ];
}
