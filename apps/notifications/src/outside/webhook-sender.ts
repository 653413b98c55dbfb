import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { AttemptOutcome } from '../domain/delivery.js';
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

const limits = { connectMilliseconds: 5_000, answerMilliseconds: 10_000, answerBytesMax: 65_536 };

/** Posts signed notices (Standard Webhooks): no redirect is followed, no private address reached, no answer waited for long. */
export class WebhookSender {
  private readonly agent: Agent;

  constructor(private readonly local: boolean) {
    this.agent = new Agent({
      connect: {
        timeout: limits.connectMilliseconds,
        ...(local ? {} : { lookup: publicLookup }),
      },
      headersTimeout: limits.answerMilliseconds,
      bodyTimeout: limits.answerMilliseconds,
      pipelining: 1,
    });
  }

  async send({ url, eventId, body, secrets, sentAt }: SignedNotice): Promise<Sent> {
    try {
      // An address may be written into the URL, where no lookup takes place.
      if (!mayBeSubscribed(url, this.local)) throw new AddressForbidden(new URL(url).hostname);
      const {
        statusCode,
        headers,
        body: stream,
      } = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        signal: AbortSignal.timeout(limits.answerMilliseconds),
        headers: {
          'content-type': 'application/cloudevents+json',
          'user-agent': 'liaison-hub-webhooks/1',
          'webhook-id': eventId,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'webhook-signature': secrets
            .map((secret) => new Webhook(secret).sign(eventId, sentAt, body))
            .join(' '),
        },
        body,
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > limits.answerBytesMax) break;
        chunks.push(chunk);
      }
      const retryAfter = Number(headers['retry-after']);
      return {
        outcome: {
          kind: 'answered',
          status: statusCode,
          retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
        },
        answer: Buffer.concat(chunks).toString('utf8'),
      };
    } catch (error) {
      const { code, name } = error as { code?: string; name: string };
      return { outcome: { kind: 'failed', error: code ?? name }, answer: '' };
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}
