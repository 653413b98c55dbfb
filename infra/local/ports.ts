import { createServer } from 'node:net';
import { StartFault, type Ports } from './settings.js';

const purposes: Record<keyof Ports, string> = {
  gateway: 'the gateway',
  directory: 'the service directory',
  consents: 'the service consents',
  liaison: 'the service liaison',
  referrals: 'the service referrals',
  housing: 'the service housing',
  notifications: 'the service notifications',
  identity: 'the identity provider',
  postgres: 'PostgreSQL',
  kafka: 'Kafka',
  kafkaController: 'Kafka’s controller',
  partner: 'the demonstration’s webhook receiver',
  partner2: 'the demonstration’s second webhook receiver',
};

/** @throws StartFault naming the port, what it is for, and the way out */
export async function assertPortsFree(ports: Ports, except: readonly (keyof Ports)[]): Promise<void> {
  for (const [name, port] of Object.entries(ports) as [keyof Ports, number][]) {
    if (except.includes(name) || (await isFree(port))) continue;
    throw new StartFault(
      `Port ${port}, for ${purposes[name]}, is taken by another program. End that program, or start with another HUB_PORT (such as HUB_PORT=${ports.gateway + 100}).`,
    );
  }
}

/**
 * First of `count` consecutive ports that nobody has, for tests and trials. Below 32,768, from where the system takes the ports
 * of outgoing connections; parallel workers of one test run choose from ranges of their own.
 */
export async function freePorts(count: number): Promise<number> {
  const lanes = 8;
  const lane = Number(process.env['JEST_WORKER_ID'] ?? 0) % lanes;
  const width = Math.floor((32_000 - 10_000) / lanes);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = 10_000 + lane * width + Math.floor(Math.random() * (width - count));
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (!free.includes(false)) return first;
  }
  throw new StartFault(
    `No ${count} consecutive free ports were found between 10000 and 32000. End what occupies them.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
