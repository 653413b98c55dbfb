import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the image runs, by its name: a service, or a job that ends. Arguments beyond the name are left to the program.
 * As the first process of a container it gets no default for a signal: until a service is up, and once it has closed
 * everything, SIGTERM ends it here.
 */
const root = join(import.meta.dirname, '../..');
const jobs: Readonly<Record<string, string>> = {
  secrets: 'infra/docker/secrets.js',
  prepare: 'infra/docker/prepare.js',
  // In the stage `trial` alone.
  identity: 'infra/local/trial/identity.js',
  demonstration: 'infra/local/trial/demonstrate.js',
  desk: 'infra/local/trial/desk.js',
};
const services = readdirSync(join(root, 'apps'));
// The program reads its own arguments from there.
const [name = ''] = process.argv.splice(2, 1);
const program = join(root, services.includes(name) ? `apps/${name}/src/main.js` : (jobs[name] ?? ''));
if (!program.endsWith('.js') || !existsSync(program)) {
  const known = [...services, ...Object.keys(jobs).filter((job) => existsSync(join(root, jobs[job]!)))];
  console.error(`This image has no "${name}". Name one of ${known.join(', ')}.`);
  process.exit(2);
}

let state: 'starting' | 'up' | 'closing' = 'starting';
process.on('SIGTERM', () => {
  if (state === 'starting') process.exit(143);
  // Nest closes what there is, then raises the signal once more.
  if (state === 'closing') process.exit(0);
  state = 'closing';
});
await import(program);
state = 'up';
