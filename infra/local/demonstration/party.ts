import { randomUUID } from 'node:crypto';

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly location: string | null;
}

export interface CallOptions {
  /** The answer that is expected; any other ends the demonstration with what came instead. */
  readonly expect?: number;
  readonly key?: string;
}

/** How long a service that is away is asked again; another instance, or the same one anew, answers within that. */
export const awayMilliseconds = 30_000;

/**
 * One party of the story, who calls the hub through its gateway with a token of its own. As every client should, it asks again
 * where a service is away (503), a POST under the same key: what was done already is answered, not done twice.
 */
export class Party {
  constructor(
    readonly name: string,
    private readonly gatewayUrl: string,
    private readonly token: () => Promise<string>,
  ) {}

  get<Body = any>(path: string, options: CallOptions = {}): Promise<Answer<Body>> {
    return this.call('GET', path, undefined, options);
  }

  post<Body = any>(path: string, body: unknown, options: CallOptions = {}): Promise<Answer<Body>> {
    return this.call('POST', path, body, options);
  }

  private async call<Body>(
    method: string,
    path: string,
    body: unknown,
    { expect, key }: CallOptions,
  ): Promise<Answer<Body>> {
    const init: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        'hub-mode': 'exercise',
        ...(method === 'POST' ? { 'idempotency-key': key ?? randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const until = performance.now() + awayMilliseconds;
    let response = await fetch(`${this.gatewayUrl}${path}`, init);
    while (response.status === 503 && expect !== 503 && performance.now() < until) {
      await response.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, 250));
      response = await fetch(`${this.gatewayUrl}${path}`, init);
    }
    const text = await response.text();
    const answer = {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Body,
      location: response.headers.get('location'),
    };
    const wrong = expect === undefined ? response.status >= 400 : response.status !== expect;
    if (wrong)
      throw new Error(
        `${this.name}: ${method} ${path} answered ${response.status} instead of ${expect ?? '2xx'}: ${text.slice(0, 600)}`,
      );
    return answer;
  }
}
