import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { LocalHub } from '../../infra/local/local-hub.js';
import { admissionOf, untilAdmitted } from '../../infra/local/admission.js';
import { organizations } from '../../infra/local/parties.js';
import { freePorts } from '../../infra/local/ports.js';
import { secondInstanceOf } from '../../infra/local/second-instance.js';
import { readSettings } from '../../infra/local/settings.js';
import { apps } from '../../infra/postgres/databases.js';
import pg from 'pg';
import { cpuSecondsOf } from './processes.js';
import type { Way } from './way.js';

/** Of the topic on the hub's way; the bare loop's has as many. */
const partitions = 12;
const bareTopic = 'bare.request';
const barePort = 30;
const secondInstance = 11;
/** Run twice where one of two is killed; the second rests otherwise. */
const twice = ['liaison', 'notifications'];

const filing = JSON.stringify({
  kind: 'housing_gap',
  needs: ['emergency_bed', 'women_only'],
  regionCode: '3520005',
  urgency: 'urgent',
});

/** Tokens are short. */
const tokenRenewedMilliseconds = 60_000;

/** One PostgreSQL with fsync and one Kafka, under a hub and under the bare loop. */
export class BenchHub {
  private readonly pools = new Map<string, pg.Pool>();
  private bareProcesses: ChildProcess[] = [];
  private ngo = '';

  private constructor(
    readonly hub: LocalHub,
    private readonly port: number,
  ) {}

  static async start(home: string, print: (line: string) => void, profile?: string): Promise<BenchHub> {
    const port = await freePorts(40);
    const hub = new LocalHub({
      settings: readSettings({ HUB_HOME: home, HUB_PORT: String(port) }, true),
      print: () => undefined,
      onFault: (fault) => print(fault.message),
      trial: {
        restartsAMinuteMax: Number.POSITIVE_INFINITY,
        // As in production: the local start trades speed for memory.
        nodeFlags: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
        // When a row was committed, and how many statements there were, without a word from who is measured.
        postgresSettings: {
          track_commit_timestamp: 'on',
          shared_preload_libraries: 'pg_stat_statements',
        },
        adapt: async (definitions) =>
          definitions.flatMap((definition) => {
            const first = {
              ...definition,
              environment: {
                ...definition.environment,
                MEMBER_REQUESTS_A_MINUTE_MAX: '10000000',
                ORGANIZATION_REQUESTS_A_MINUTE_MAX: '10000000',
                // Kafka's least.
                KAFKA_SESSION_TIMEOUT_SECONDS: '6',
              },
            };
            return twice.includes(first.name) ? [first, secondInstanceOf(first, secondInstance)] : [first];
          }),
      },
    });
    const bench = new BenchHub(hub, port);
    try {
      await hub.start();
      await Promise.all(twice.map((name) => hub.processes.stopOne(`${name}-2`)));
      await bench.prepare();
      await bench.startBareLoop();
      return bench;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const child of this.bareProcesses) child.kill('SIGKILL');
    await Promise.all([...this.pools.values()].map((pool) => pool.end()));
    await this.hub.stop();
  }

  /** As the superuser. */
  async rows<Row extends pg.QueryResultRow>(
    database: string,
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    let pool = this.pools.get(database);
    if (!pool) {
      pool = new pg.Pool({ connectionString: this.hub.adminUrl(database), max: 2 });
      pool.on('error', () => undefined);
      this.pools.set(database, pool);
    }
    return (await pool.query<Row>(sql, [...values])).rows;
  }

  async count(database: string, table: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(database, `select count(*)::int as count from ${table}`);
    return row!.count;
  }

  /** The hub's real way: an NGO files through the gateway; the notice stands in its feed, in another service. */
  readonly theHub: Way = {
    name: 'hub',
    databases: apps,
    post: () => ({
      url: `${this.hub.gatewayUrl}/v1/liaison-requests`,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(filing)),
        authorization: `Bearer ${this.ngo}`,
        'idempotency-key': randomUUID(),
      },
      body: filing,
    }),
    effects: (ids) =>
      this.committed(
        'notifications',
        `select body->>'subject' as id, pg_xact_commit_timestamp(xmin) as at from feed_event
         where type = 'liaison.request-submitted.v1' and body->>'subject' = any ($1)`,
        ids,
      ),
    pids: () => this.hub.processes.pids().map(({ pid }) => pid),
  };

  readonly bareLoop: Way = {
    name: 'bare loop',
    databases: ['bare'],
    post: () => ({
      url: `http://localhost:${this.port + barePort}/requests`,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(filing)),
      },
      body: filing,
    }),
    effects: (ids) =>
      this.committed(
        'bare',
        'select id, pg_xact_commit_timestamp(xmin) as at from effect where id = any ($1)',
        ids,
      ),
    pids: () => this.bareProcesses.map(({ pid }) => pid!),
  };

  /** CPU seconds and statements so far: of the way's own processes, of PostgreSQL and of Kafka; of the way's databases. */
  async spent(
    way: Way,
  ): Promise<{ cpuSeconds: { own: number; postgres: number; kafka: number }; statements: number }> {
    const [row] = await this.rows<{ calls: string | null }>(
      'postgres',
      `select sum(calls) as calls from pg_stat_statements join pg_database on oid = dbid where datname = any ($1)`,
      [way.databases],
    );
    return {
      cpuSeconds: {
        own: cpuSecondsOf(way.pids()),
        postgres: cpuSecondsOf([this.hub.postgresPid]),
        kafka: cpuSecondsOf([this.hub.kafkaPid!]),
      },
      statements: Number(row!.calls ?? 0),
    };
  }

  /** The statements that took most of the time since the last call, for so many events. */
  async dearest(databases: readonly string[], events: number): Promise<string[]> {
    const rows = await this.rows<{ datname: string; calls: string; total: number; query: string }>(
      'postgres',
      `select datname, calls, total_exec_time as total, regexp_replace(query, '\\s+', ' ', 'g') as query
       from pg_stat_statements join pg_database on oid = dbid
       where datname = any ($1) order by total_exec_time desc limit 25`,
      [databases],
    );
    await this.rows('postgres', 'select pg_stat_statements_reset()');
    return rows.map(
      ({ datname, calls, total, query }) =>
        `${(total / events).toFixed(3)} ms ${(Number(calls) / events).toFixed(2)} times  ${datname}: ${query.slice(0, 140)}`,
    );
  }

  /** PostgreSQL's clock less `performance.now()`, in milliseconds: of some round trips, the shortest. */
  async clockAhead(): Promise<number> {
    let best = { took: Number.POSITIVE_INFINITY, ahead: 0 };
    for (let turn = 0; turn < 50; turn += 1) {
      const before = performance.now();
      const [row] = await this.rows<{ now: number }>(
        'postgres',
        'select extract(epoch from clock_timestamp())::float8 * 1000 as now',
      );
      const took = performance.now() - before;
      if (took < best.took) best = { took, ahead: row!.now - (before + took / 2) };
    }
    return best.ahead;
  }

  private async committed(
    database: string,
    sql: string,
    ids: readonly string[],
  ): Promise<Map<string, number>> {
    const rows = await this.rows<{ id: string; at: number }>(
      database,
      `select id, extract(epoch from at)::float8 * 1000 as at from (${sql}) as effect`,
      [ids],
    );
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  private async prepare(): Promise<void> {
    await this.rows('postgres', 'create extension pg_stat_statements');
    const admin = await this.hub.token('admin');
    for (const organization of organizations) {
      for (const { path, body } of admissionOf(organization, this.hub.now())) {
        const answer = await fetch(`${this.hub.gatewayUrl}${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${admin}`,
            'idempotency-key': randomUUID(),
          },
          body: JSON.stringify(body),
        });
        if (!answer.ok)
          throw new Error(
            `${organization.name.en} could not be admitted: ${answer.status} ${await answer.text()}`,
          );
      }
    }
    await untilAdmitted(this.hub.gatewayUrl, (client) => this.hub.token(client));
    const renew = async () => void (this.ngo = await this.hub.token('ngo'));
    await renew();
    setInterval(() => void renew(), tokenRenewedMilliseconds).unref();
  }

  private async startBareLoop(): Promise<void> {
    await this.rows('postgres', 'create database bare');
    await this.rows(
      'bare',
      `create table request (id uuid primary key, body jsonb not null);
       create table effect (id uuid primary key, body jsonb not null)`,
    );
    const broker = await this.hub.openBroker();
    await broker.createTopics([{ name: bareTopic, partitions }]);
    await broker.close();
    const start = (ROLE: string) =>
      new Promise<ChildProcess>((resolve, reject) => {
        const child = fork(fileURLToPath(new URL('bare-loop.js', import.meta.url)), {
          execArgv: [],
          env: {
            ...process.env,
            NODE_ENV: 'production',
            ROLE,
            DATABASE_URL: this.hub.adminUrl('bare'),
            KAFKA_BROKERS: `localhost:${this.hub.settings.ports.kafka}`,
            PORT: String(this.port + barePort),
            TOPIC: bareTopic,
            PARTITIONS: String(partitions),
          },
        });
        child.once('message', () => resolve(child));
        child.once('exit', (code) => reject(new Error(`The bare loop's ${ROLE} ended with ${code}.`)));
      });
    this.bareProcesses = await Promise.all(['receive', 'apply'].map(start));
  }
}
