import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request of a constant rate; times are milliseconds of `performance.now()`. */
export interface Sample {
  /** When it was due, whether or not anybody was ready for it: a stall counts for all that came due in it. */
  readonly due: number;
  readonly answered: number;
  readonly status: number;
  /** Of what was made; absent where it was not. */
  readonly id?: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** Sends so many a second for so long, at their times and not at the answers' (an open loop); ends with the last answer. */
export async function offer(
  post: () => Post,
  perSecond: number,
  seconds: number,
  stop: () => boolean = () => false,
): Promise<Sample[]> {
  const total = Math.round(perSecond * seconds);
  const startedAt = performance.now();
  const answers: Promise<Sample>[] = [];
  while (answers.length < total && !stop()) {
    const dueCount = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1);
    while (answers.length < dueCount)
      answers.push(send(post(), startedAt + (answers.length / perSecond) * 1000));
    await sleep(1);
  }
  return Promise.all(answers);
}

/** So many clients, each sending its next request when the last was answered; returns how many were answered with success. */
export async function keepBusy(post: () => Post, clients: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let made = 0;
  const client = async () => {
    while (performance.now() < until) {
      const { id } = await send(post(), performance.now());
      if (id !== undefined) made += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return made;
}

function send({ url, headers, body }: Post, due: number): Promise<Sample> {
  return new Promise((resolve) => {
    const failed = () => resolve({ due, answered: performance.now(), status: 0 });
    const sent = request(url, { method: 'POST', agent, headers, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const answered = performance.now();
        const status = response.statusCode ?? 0;
        const { id } = status === 201 ? (JSON.parse(Buffer.concat(chunks).toString()) as { id: string }) : {};
        resolve({ due, answered, status, ...(id ? { id } : {}) });
      });
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', failed);
    sent.end(body);
  });
}
