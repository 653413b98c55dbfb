import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent, type Dispatcher } from 'undici';

const limits = { connectionsMax: 64, waitingMax: 1_024, serviceMilliseconds: 30_000 };

/** For whom a service is called. */
export interface Caller {
  /** Ends when the caller has left. */
  readonly present: AbortSignal;
  /** Whether the answer may wait for something to happen, as a feed's does. */
  readonly mayWait: boolean;
}

const agentOf = (connections: number) =>
  new Agent({
    connections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: limits.serviceMilliseconds,
    bodyTimeout: limits.serviceMilliseconds,
  });

/** The connections to the services: those of calls that wait hold up no others, and a call ends with its caller (docs/decisions/0027). */
export class ServiceConnections {
  private readonly calling = new AsyncLocalStorage<Caller>();
  private readonly answering = agentOf(limits.connectionsMax);
  private readonly waiting = agentOf(limits.waitingMax);

  /** Whatever `call` asks of services is asked for this caller. */
  for(caller: Caller, call: () => void): void {
    this.calling.run(caller, call);
  }

  /** What `@fastify/reply-from` calls services by. */
  readonly request = (
    options: Dispatcher.RequestOptions & { origin: string },
    callback: (error: Error | null, data: Dispatcher.ResponseData) => void,
  ): void => {
    const { present, mayWait } = this.calling.getStore()!;
    (mayWait ? this.waiting : this.answering).request({ ...options, signal: present }, callback);
  };
}
