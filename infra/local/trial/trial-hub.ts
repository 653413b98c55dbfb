import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { SubscribeOptions } from '#libs/messaging';
import { repositoryRoot } from '../repository.js';
import type { Delivery, Receiver, RunningHub } from '../running-hub.js';
import { StartFault } from '../settings.js';
import type { Ask, ReceiverName, Said, SeenRecord } from './desk-lines.js';

type Question = Ask extends infer One ? (One extends unknown ? Omit<One, 'number'> : never) : never;

/** A hub in containers, seen from outside: its front door at a URL, all else through the desk that stands beside it. */
export class TrialHub implements RunningHub {
  readonly topics = (
    JSON.parse(readFileSync(join(repositoryRoot, 'infra/kafka/topics.json'), 'utf8')) as { name: string }[]
  ).map(({ name }) => name);
  private readonly desk: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly ended: Promise<never>;
  private readonly waiting = new Map<
    number,
    { done(answer: string | null): void; failed(error: Error): void }
  >();
  private readonly deliveries: Record<ReceiverName, Delivery[]> = { partner: [], stranger: [] };
  private readonly tokens = new Map<string, Promise<string>>();
  private onRecord: (record: SeenRecord) => void = () => undefined;
  private asked = 0;
  private stopping = false;

  /** @param command starts the desk */
  constructor(
    readonly gatewayUrl: string,
    private readonly command: readonly [string, ...string[]],
    readonly print: (line: string) => void,
  ) {
    const [program, ...args] = command;
    this.desk = spawn(program, args, { cwd: repositoryRoot, stdio: ['pipe', 'pipe', 'pipe'] });
    this.desk.stdin.on('error', () => undefined);
    createInterface({ input: this.desk.stdout }).on('line', (line) => this.hear(JSON.parse(line) as Said));
    let complaint = '';
    this.desk.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    this.ended = new Promise((_, reject) => {
      const fail = (how: string) => reject(this.fault(`${how}\n${complaint}`.trim()));
      this.desk.once('error', (error) => fail(error.message));
      this.desk.once('close', (code) => fail(`It ended with code ${code}.`));
    });
    this.ended.catch(() => undefined);
  }

  token(client: string): Promise<string> {
    if (!this.tokens.has(client))
      this.tokens.set(
        client,
        this.ask({ ask: 'token', client }).then((token) => token!),
      );
    return this.tokens.get(client)!;
  }

  async openBroker() {
    return {
      // The desk is of the hub's version, and watches every topic that this one has.
      subscribe: async ({ handle }: SubscribeOptions) => {
        this.onRecord = ({ topic, partition, offset, headers, value }) =>
          void handle({
            topic,
            partition,
            records: [{ offset, key: null, headers, value: Buffer.from(value, 'base64') }],
            isStale: () => this.stopping,
            heartbeat: async () => undefined,
          });
        await this.ask({ ask: 'watch' });
        return { isJoined: () => true, close: async () => undefined };
      },
      close: async () => undefined,
    };
  }

  receivers() {
    return { partner: this.receiver('partner'), stranger: this.receiver('stranger') };
  }

  now(): Date {
    return new Date();
  }

  async moveTime(milliseconds: number): Promise<void> {
    await this.ask({ ask: 'move time', milliseconds });
  }

  async resetTime(): Promise<void> {
    await this.ask({ ask: 'reset time' });
  }

  /** Ends the desk. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.desk.stdin.end();
    await this.ended.catch(() => undefined);
  }

  private receiver(name: ReceiverName): Receiver {
    const deliveries = (this.deliveries[name] = []);
    let url = '';
    return {
      deliveries,
      get url() {
        return url;
      },
      useSecret: (secret) => void this.ask({ ask: 'secret', receiver: name, secret }).catch(() => undefined),
      start: async () => {
        url = (await this.ask({ ask: 'receiver', receiver: name }))!;
      },
      stop: async () => undefined,
    };
  }

  private ask(question: Question): Promise<string | null> {
    const number = (this.asked += 1);
    const answered = new Promise<string | null>((done, failed) => this.waiting.set(number, { done, failed }));
    this.desk.stdin.write(`${JSON.stringify({ number, ...question })}\n`);
    return Promise.race([answered, this.ended]);
  }

  private hear(said: Said): void {
    if ('topic' in said) return this.onRecord(said);
    if ('delivered' in said) return void this.deliveries[said.delivered].push(said.delivery);
    const { done, failed } = this.waiting.get(said.to)!;
    this.waiting.delete(said.to);
    if ('fault' in said) failed(new StartFault(said.fault));
    else done(said.answer);
  }

  private fault(how: string): StartFault {
    return new StartFault(
      `Beside the hub in containers nothing answers ("${this.command.join(' ')}"). Is it up as a trial: docker compose up --wait? ${how}`,
    );
  }
}
