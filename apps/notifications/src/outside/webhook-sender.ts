import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { readRetryAfter, type AttemptOutcome } from '../domain/delivery.js';
import { AddressForbidden, mayBeSubscribed, publicLookup } from './endpoint-guard.js';

export interface SignedNotice {
  readonly url: string;
  /** The event's id: the same at each attempt, so that the receiver can drop what it has. */
  readonly eventId: string;
  readonly body: string;
  /** Newest first; each signs. */
  readonly secrets: readonly string[];
  readonly sentAt: Date;
}

export interface Sent {
  readonly outcome: AttemptOutcome;
  /** At most 64 KiB of what came back; empty where nothing did. */
  readonly answer: string;
}

const limits = { answerMilliseconds: 10_000, answerBytesMax: 65_536, socketsMax: 16 };

/** Posts signed notices (Standard Webhooks): no redirect is followed, no private address reached, no answer waited for long. */
export class WebhookSender {
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: limits.socketsMax }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: limits.socketsMax }),
  };

  constructor(private readonly local: boolean) {}

  async send(notice: SignedNotice): Promise<Sent> {
    try {
      const url = new URL(notice.url);
      // An address may be written into the URL, where no lookup takes place.
      if (!mayBeSubscribed(notice.url, this.local)) throw new AddressForbidden(url.hostname);
      const response = await this.post(url, notice);
      const { date, 'retry-after': retryAfter } = response.headers;
      return {
        outcome: {
          kind: 'answered',
          status: response.statusCode ?? 0,
          // A date is one of the endpoint's own clock.
          retryAfterSeconds: readRetryAfter(retryAfter, date ? new Date(date) : notice.sentAt),
        },
        answer: await beginningOf(response),
      };
    } catch (error) {
      const { code, name } = error as { code?: string; name: string };
      return { outcome: { kind: 'failed', error: code ?? name }, answer: '' };
    }
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private post(url: URL, { eventId, body, secrets, sentAt }: SignedNotice): Promise<IncomingMessage> {
    const isHttps = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (isHttps ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        agent: this.agents[isHttps ? 'https:' : 'http:'],
        signal: AbortSignal.timeout(limits.answerMilliseconds),
        ...(this.local ? {} : { lookup: publicLookup }),
        headers: {
          'content-type': 'application/cloudevents+json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'liaison-hub-webhooks/1',
          'webhook-id': eventId,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'webhook-signature': secrets
            .map((secret) => new Webhook(secret).sign(eventId, sentAt, body))
            .join(' '),
        },
      });
      request.once('response', resolve).once('error', reject).end(body);
    });
  }
}

/** Reads on to the end, or to where it is too much: then the connection is closed. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.answerBytesMax) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
