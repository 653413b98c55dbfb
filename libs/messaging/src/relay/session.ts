import { Client, type QueryResult, type QueryResultRow } from 'pg';

export interface SessionOptions {
  readonly connectionString: string;
  readonly name: string;
  /** Longer than this without a query and the server ends the session, and with it its locks: a stopped holder is no holder. */
  readonly idleSeconds: number;
  readonly channel: string;
  onNotification(): void;
  /** The connection is gone; called once. */
  onLost(): void;
}

/** A server that is gone without a word would be waited for until the kernel gives up: a quarter of an hour. */
const connectMilliseconds = 5_000;
const answerMillisecondsAnIdleSecond = 5_000;

/** One connection whose locks mean something: it listens, stays awake by its queries, and takes them one after the other. */
export class Session {
  private readonly client: Client;
  private tail: Promise<unknown> = Promise.resolve();
  private isLost = false;

  constructor(private readonly options: SessionOptions) {
    this.client = new Client({
      connectionString: options.connectionString,
      application_name: options.name,
      connectionTimeoutMillis: connectMilliseconds,
      query_timeout: options.idleSeconds * answerMillisecondsAnIdleSecond,
      keepAlive: true,
    });
  }

  async open(): Promise<this> {
    const { channel, idleSeconds, onNotification } = this.options;
    this.client.on('error', () => this.lose());
    this.client.on('end', () => this.lose());
    this.client.on('notification', onNotification);
    await this.client.connect();
    await this.query(`set idle_session_timeout = '${idleSeconds}s'; listen ${channel}`);
    return this;
  }

  query<Row extends QueryResultRow>(
    text: string | { name: string; text: string; values: readonly unknown[] },
    values: readonly unknown[] = [],
  ): Promise<QueryResult<Row>> {
    const run = () =>
      typeof text === 'string'
        ? this.client.query<Row>(text, [...values])
        : this.client.query<Row>({ ...text, values: [...text.values] });
    const result = this.tail.then(run);
    this.tail = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    this.isLost = true;
    await this.client.end().catch(() => undefined);
  }

  private lose(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.options.onLost();
  }
}
