import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the services and their broker, and can be told to fail. */
export class Proxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private mode: 'pass' | 'swallow' | 'refuse' = 'pass';

  constructor(
    private readonly port: number,
    private readonly targetPort: number,
  ) {
    this.server = createServer((client) => this.join(client));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(this.port, 'localhost', resolve);
    });
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** What is asked arrives; no answer comes back; then every connection breaks. */
  async swallowAnswers(milliseconds: number): Promise<void> {
    await this.during('swallow', milliseconds);
  }

  /** Nothing is there, for so long and until then. */
  async refuse(milliseconds: number, until?: Promise<void>): Promise<void> {
    this.cut();
    await this.during('refuse', milliseconds, until);
  }

  private async during(
    mode: 'swallow' | 'refuse',
    milliseconds: number,
    until?: Promise<void>,
  ): Promise<void> {
    this.mode = mode;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await until;
    this.mode = 'pass';
    this.cut();
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  private join(client: Socket): void {
    if (this.mode === 'refuse') return void client.destroy();
    const upstream = connect(this.targetPort, 'localhost');
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      socket.on('error', () => undefined);
    }
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      if (this.mode !== 'swallow') client.write(bytes);
    });
  }
}
