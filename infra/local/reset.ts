import { existsSync, rmSync } from 'node:fs';
import { dataFolderOf } from './postgres.js';
import { endOrphans, isRunning, readRunFile } from './run-file.js';
import { places, readSettings } from './settings.js';

/** Starts over: ends what an earlier start left, deletes the state. Only ever a folder that carries our marker. */
const settings = readSettings(process.env);
const { run: runFile, marker, postgres } = places(settings);
const run = readRunFile(runFile);
if (run && isRunning(run.supervisor)) {
  console.error(
    `A hub runs on ${settings.home} (process ${run.supervisor.pid}). End it first (Ctrl-C), then reset.`,
  );
  process.exit(1);
}
if (run) await endOrphans(run);
if (!existsSync(settings.home)) console.log(`There is nothing at ${settings.home}.`);
else if (!existsSync(marker)) {
  console.error(`${settings.home} does not look like a hub's state: nothing was deleted.`);
  process.exit(1);
} else {
  const data = dataFolderOf(postgres);
  if (!data.startsWith(settings.home)) rmSync(data, { recursive: true, force: true });
  rmSync(`${data}.password`, { force: true });
  rmSync(settings.home, { recursive: true, force: true });
  console.log(`${settings.home} is gone. "npm start" begins anew.`);
}
