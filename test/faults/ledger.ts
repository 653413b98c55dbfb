import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** `unknown`: no answer came, as often as it was asked for. It took effect once or not at all. */
export type Outcome = 'ok' | 'refused' | 'unknown';

export interface Entry {
  readonly key: string;
  /** The service that owns the effect. */
  readonly app: string;
  /** The event that the command must leave, once. */
  readonly type: string;
  /** The aggregate that it moves; absent where the command makes one. */
  readonly subject: string | undefined;
  outcome: Outcome;
  /** The aggregate that it made. */
  made: string | undefined;
  code: string | undefined;
}

export interface Command {
  readonly party: string;
  readonly path: string;
  readonly body?: object;
  readonly type: string;
  readonly subject?: string;
  /** Ask again until there is an answer; else one in ten gives up. */
  readonly insist?: boolean;
  readonly key?: string;
  /** Which gateway is asked first. */
  readonly through?: 0 | 1;
}

export interface Reply {
  readonly outcome: Outcome;
  readonly status: number;
  readonly body: any;
}

const answerMilliseconds = 10_000;
const againMilliseconds = 300;
const attemptsMax = 300;
const givesUpShare = 0.1;
const inFlight = 'idempotency-key/in-flight';

/** Notes outside the system what was asked of it and what it said. */
export class Ledger {
  readonly entries: Entry[] = [];
  /** How many answers failed on the way, for the report. */
  unanswered = 0;

  constructor(
    private readonly gateways: readonly string[],
    private readonly token: (party: string) => Promise<string>,
    private readonly random: () => number,
    private readonly isEnding: () => boolean,
  ) {}

  /** Asks, with one Idempotency-Key, again and again through either gateway, as a client would that wants to know. */
  async command({
    party,
    path,
    body = {},
    type,
    subject,
    insist = false,
    key = randomUUID(),
    through,
  }: Command): Promise<Reply> {
    const entry: Entry = {
      key,
      app: type.split('.')[0]!,
      type,
      subject,
      outcome: 'unknown',
      made: undefined,
      code: undefined,
    };
    this.entries.push(entry);
    const givesUp = !insist && this.random() < givesUpShare;
    const first = this.random() < 0.5 ? 0 : 1;
    let answer: Awaited<ReturnType<Ledger['ask']>>;
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      answer = await this.ask(party, path, body, key, (through ?? first) + attempt);
      if (answer) break;
      this.unanswered += 1;
      if (givesUp || (this.isEnding() && attempt > 20)) break;
      await sleep(againMilliseconds);
    }
    if (!answer) return { outcome: 'unknown', status: 0, body: undefined };
    const outcome = answer.status < 300 ? 'ok' : 'refused';
    entry.outcome = outcome;
    if (outcome === 'ok' && subject === undefined) entry.made = answer.body.id;
    entry.code = answer.body?.code;
    return { outcome, ...answer };
  }

  /** Asked once, and not noted: what leaves no event of its own. */
  async post(party: string, path: string, body: object): Promise<{ status: number; body: any }> {
    const answer = await this.ask(party, path, body, randomUUID(), 0);
    if (!answer) throw new Error(`${path} was not answered.`);
    return answer;
  }

  async get(party: string, path: string): Promise<{ status: number; body: any }> {
    const response = await fetch(`${this.gateways[0]}${path}`, {
      headers: { authorization: `Bearer ${await this.token(party)}`, 'hub-mode': 'exercise' },
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  }

  /** Asked once, through the first gateway; noted where it may leave an event of that type. Throws where nothing answers. */
  async raw(
    party: string,
    path: string,
    body: object,
    { key = randomUUID(), type }: { key?: string; type?: string } = {},
  ): Promise<{ status: number; body: any }> {
    const entry: Entry = {
      key,
      app: type?.split('.')[0] ?? '',
      type: type ?? '',
      subject: undefined,
      outcome: 'unknown',
      made: undefined,
      code: undefined,
    };
    if (type) this.entries.push(entry);
    const answer = await this.send(this.gateways[0]!, party, path, body, key);
    if (answer.status < 300) Object.assign(entry, { outcome: 'ok', made: answer.body?.id });
    return answer;
  }

  /** Undefined: nobody knows what came of it. */
  private async ask(
    party: string,
    path: string,
    body: object,
    key: string,
    turn: number,
  ): Promise<{ status: number; body: any } | undefined> {
    const gateway = this.gateways[turn % this.gateways.length]!;
    const answer = await this.send(gateway, party, path, body, key).catch(() => undefined);
    const isFinal =
      answer && answer.status < 500 && ![401, 429].includes(answer.status) && answer.body?.code !== inFlight;
    return isFinal ? answer : undefined;
  }

  private async send(gateway: string, party: string, path: string, body: object, key: string) {
    const response = await fetch(`${gateway}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.token(party)}`,
        'hub-mode': 'exercise',
        'idempotency-key': key,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    return { status: response.status, body: (await response.json()) as any };
  }
}
