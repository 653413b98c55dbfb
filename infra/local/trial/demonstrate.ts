import { parseArgs } from 'node:util';
import { demonstrate } from '../demonstration/demonstration.js';
import { StartFault } from '../settings.js';
import { TrialHub } from './trial-hub.js';

const help = `npm run demonstration -- [--url http://localhost:3000] [--json]

Plays the demonstration against a hub that runs in containers as a trial (docker compose up --wait), and ends; exit code 1
if a step failed. Every call goes to the front door at the URL; tokens, a look into the topics, the partners' endpoints and
the databases' time come through a container beside the hub (docker compose run).

  --url    where the front door is (http://localhost:3000)
  --json   the last line of the output is one JSON object about the demonstration
  --help   this text`;

/** Set in the container that plays it without anything from outside: docker compose run --rm demonstration */
const inside = process.env['HUB_INSIDE_URL'];
const desk: [string, ...string[]] = inside
  ? [process.execPath, 'dist/infra/docker/run.js', 'desk']
  : ['docker', 'compose', 'run', '--rm', '-T', 'demonstration', 'desk'];

async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: {
      url: { type: 'string', default: inside ?? 'http://localhost:3000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (flags.help) {
    console.log(help);
    return 0;
  }
  const url = flags.url.replace(/\/$/, '');
  const health = await fetch(`${url}/health/ready`).catch(() => undefined);
  if (!health?.ok)
    throw new StartFault(
      `At ${url} ${health ? `the hub is not ready: ${await health.text()}` : 'nothing answers'}. Start it with "docker compose up --wait".`,
    );
  const startedAt = performance.now();
  const print = (line: string) => (flags.json ? console.error(line) : console.log(line));
  const hub = new TrialHub(url, desk, print);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void hub.stop().then(() => process.exit(130)));
  const result = await demonstrate(hub);
  await hub.stop();
  print(
    `\nThe demonstration ${result.passed ? 'passed' : 'FAILED'}: ${result.steps.length} steps, ${result.events} events, ${result.deliveries} signed deliveries.`,
  );
  if (flags.json) {
    const { passed, ...figures } = result;
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    console.log(JSON.stringify({ demonstration: passed ? 'passed' : 'failed', ...figures, seconds }));
  }
  return result.passed ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  console.error((error as Error).message);
  process.exit(error instanceof StartFault ? error.exitCode : 2);
}
