import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { noteDatabase } from '../given.js';
import { Session } from '../relay/session.js';
import { isTransient } from './failures.js';
import { UnitOfWork } from './unit-of-work.js';

let given: Awaited<ReturnType<typeof noteDatabase>>;
let proxy: Awaited<ReturnType<typeof proxyTo>>;

/** Stands before a database, and can fall silent for the connections that it has: a host that lost its power. */
async function proxyTo(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    sockets.add(client);
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      one.on('data', (bytes) => void (silent.has(client) || other.write(bytes)));
      one.on('error', () => undefined);
      one.on('close', () => void (silent.has(client) || other.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const proxied = new URL(url);
  proxied.hostname = 'localhost';
  proxied.port = String((server.address() as { port: number }).port);
  return {
    url: proxied.toString(),
    fallSilent: () => sockets.forEach((socket) => silent.add(socket)),
    close: () => {
      silent.clear();
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

beforeAll(async () => {
  given = await noteDatabase();
  proxy = await proxyTo(given.database.workerUrl);
});
afterAll(async () => {
  await proxy.close();
  await given.close();
});

describe('a failure that passes', () => {
  it.each([
    ['the host is down', { code: 'EHOSTUNREACH' }],
    ['the network is down', { code: 'ENETUNREACH' }],
    ['nobody listens', { code: 'ECONNREFUSED' }],
    ['the connection was given up', { code: 'ECONNABORTED' }],
    ['the server has become a standby', { code: '25006' }],
    ['the server starts', { code: '57P03' }],
    ['a deadlock', { code: '40P01' }],
    ['no answer in time', new Error('Query read timeout')],
    ['the same, by the object mapper', { driverError: { code: 'EHOSTUNREACH' } }],
  ])('is one where %s', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['a rule of the database', { code: '23514' }],
    ['what follows a failed statement', { code: '25P02' }],
    ['a fault of the code', new TypeError('undefined is not a function')],
    ['nothing at all', undefined],
  ])('is not one where it is %s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

describe('a database that falls silent', () => {
  it('fails what was asked as a failure that passes, and the next transaction has another connection', async () => {
    const worker = await new DataSource({
      type: 'postgres',
      url: proxy.url,
      synchronize: false,
      installExtensions: false,
      poolSize: 1,
      extra: { pipeline: true, query_timeout: 300 },
    }).initialize();
    const unitOfWork = new UnitOfWork(worker, worker);
    const ask = () => unitOfWork.worker({}, (tx) => tx.query('select 1 as one'));
    await ask();
    proxy.fallSilent();
    const failure = await ask().catch((error: unknown) => error);
    expect([failure, isTransient(failure)]).toEqual([expect.any(Error), true]);
    expect(await ask()).toEqual([{ one: 1 }]);
    await worker.destroy();
  });

  it('ends the session that holds a lock in five times what the server would wait', async () => {
    const session = await new Session({
      connectionString: proxy.url,
      name: 'a relay',
      idleSeconds: 0.2,
      channel: 'outbox',
      onNotification: () => undefined,
      onLost: () => undefined,
    }).open();
    await session.query('select 1');
    proxy.fallSilent();
    const failure = await session.query('select 1').catch((error: unknown) => error);
    expect([failure, isTransient(failure)]).toEqual([expect.any(Error), true]);
    await session.close();
  });
});

describe('what an operator asks and may take long', () => {
  it('knows no limit of a request: neither in a statement nor between two', async () => {
    const worker = await new DataSource({
      type: 'postgres',
      url: given.database.workerUrl,
      synchronize: false,
      installExtensions: false,
      extra: {
        pipeline: true,
        statement_timeout: 100,
        idle_in_transaction_session_timeout: 100,
        query_timeout: 1_000,
      },
    }).initialize();
    const unitOfWork = new UnitOfWork(worker, worker);
    const slowly = async (tx: Parameters<Parameters<UnitOfWork['longWorker']>[0]>[0]) => {
      await tx.query('select pg_sleep($1)', [1.3]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return tx.query('select 1 as one');
    };
    await expect(unitOfWork.worker({}, slowly)).rejects.toMatchObject({ code: '57014' });
    expect(await unitOfWork.longWorker(slowly)).toEqual([{ one: 1 }]);
    await worker.destroy();
  });
});
