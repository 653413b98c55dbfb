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

/** One party of the story, who calls the hub through its gateway with a token of its own. */
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
    const response = await fetch(`${this.gatewayUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        'hub-mode': 'exercise',
        ...(method === 'POST' ? { 'idempotency-key': key ?? randomUUID() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
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
