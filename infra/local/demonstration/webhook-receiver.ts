import { createServer, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { Delivery, Receiver } from '../running-hub.js';

const bodyBytesMax = 65_536;

/** A partner's endpoint as a partner would write it: it verifies each signature with the standard library before it believes. */
export class WebhookReceiver implements Receiver {
  readonly deliveries: Delivery[] = [];
  refused = 0;
  private secret: string | undefined;
  private server: Server | undefined;

  constructor(
    readonly port: number,
    /** The name under which the hub reaches this machine. */
    private readonly host = 'localhost',
    private readonly onDelivery: (delivery: Delivery) => void = () => undefined,
  ) {}

  get url(): string {
    return `http://${this.host}:${this.port}/events`;
  }

  useSecret(secret: string): void {
    this.secret = secret;
  }

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bodyBytesMax) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        const { status, answer } = this.take(
          Buffer.concat(chunks).toString('utf8'),
          request.headers as Record<string, string>,
        );
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve, reject) => {
      this.server!.once('error', reject).listen(
        this.port,
        this.host === 'localhost' ? 'localhost' : '0.0.0.0',
        resolve,
      );
    });
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
  }

  /** What the partner makes of one call. */
  take(body: string, headers: Record<string, string>): { status: number; answer: object } {
    // The secret comes with the answer that created the subscription; the challenge may be faster: it is sent again.
    if (!this.secret) return { status: 503, answer: {} };
    try {
      const event = new Webhook(this.secret).verify(body, headers) as Delivery & {
        data?: { challenge?: string };
      };
      if (event.data?.challenge) return { status: 200, answer: { challenge: event.data.challenge } };
      const { id, type, subject, sequence } = event;
      this.deliveries.push({ id, type, subject, sequence });
      this.onDelivery({ id, type, subject, sequence });
      return { status: 200, answer: {} };
    } catch {
      this.refused += 1;
      return { status: 401, answer: {} };
    }
  }
}
