import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebhookReceiver } from '../../infra/local/demonstration/webhook-receiver.js';

/** A partner's endpoint that can be ill: it hangs, or fails for ever. */
export class SickEndpoint extends WebhookReceiver {
  illness: 'none' | 'hangs' | 'fails' = 'none';
  private endpoint: Server | undefined;

  override async start(): Promise<void> {
    this.endpoint = createServer((request, response) => {
      void text(request)
        .then((body) => {
          if (this.illness === 'hangs') return;
          const { status, answer } =
            this.illness === 'fails'
              ? { status: 500, answer: {} }
              : this.take(body, request.headers as Record<string, string>);
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        })
        .catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => this.endpoint!.listen(this.port, 'localhost', resolve));
  }

  override async stop(): Promise<void> {
    this.endpoint?.closeAllConnections();
    await new Promise<void>((resolve) => (this.endpoint ? this.endpoint.close(() => resolve()) : resolve()));
  }

  /** Ends what hangs. */
  heal(): void {
    this.illness = 'none';
    this.endpoint?.closeAllConnections();
  }
}
