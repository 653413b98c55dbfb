import { createHash } from 'node:crypto';
import { modes, refusal, Refusal, type Mode } from '#libs/kernel';
import type { Actor, Cause, CommandContext, IdempotencyKey } from '#libs/messaging';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from './access.guard.js';
import { traceparentOf } from '../observing/trace.js';

export const idempotencyKeyMissing = refusal(
  'idempotency-key/missing',
  'malformed',
  'Every POST needs the header Idempotency-Key: 1 to 255 characters that you choose, the same again when you repeat the request.',
  'Chaque POST exige l’en-tête Idempotency-Key : de 1 à 255 caractères de votre choix, identiques si vous répétez la requête.',
);
export const modeUnknown = refusal(
  'request/unknown-mode',
  'malformed',
  'The header Hub-Mode is one of actual, exercise, test.',
  'L’en-tête Hub-Mode vaut actual, exercise ou test.',
);
export const ifMatchMalformed = refusal(
  'request/malformed-if-match',
  'malformed',
  'The header If-Match carries the ETag of the thing as you read it, such as "3".',
  'L’en-tête If-Match porte l’ETag de l’élément tel que vous l’avez lu, par exemple "3".',
);

/** Who calls: organization, member and role of the token. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(requestOf(context)),
);

/**
 * What a command brings along: actor, trace, mode, idempotency key, If-Match.
 * @throws Refusal `idempotency-key/missing`, `request/unknown-mode`, `request/malformed-if-match` (400)
 */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext => {
  const request = requestOf(context);
  const ifMatch = ifMatchOf(request);
  return {
    actor: actorOf(request),
    cause: causeOf(request),
    mode: modeOf(request),
    idempotency: idempotencyOf(request, context),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
});

function requestOf(context: ExecutionContext): AuthenticatedRequest {
  return context.switchToHttp().getRequest<AuthenticatedRequest>();
}

function actorOf(request: AuthenticatedRequest): Actor {
  if (!request.actor) throw new Error('The access guard did not run before this handler.');
  return request.actor;
}

function causeOf(request: AuthenticatedRequest): Cause {
  return { traceparent: traceparentOf(request) };
}

function modeOf(request: AuthenticatedRequest): Mode {
  const named = request.headers['hub-mode'] ?? 'actual';
  const mode = modes.find((known) => known === named);
  if (!mode) throw new Refusal(modeUnknown);
  return mode;
}

function idempotencyOf(request: AuthenticatedRequest, context: ExecutionContext): IdempotencyKey {
  const key = request.headers['idempotency-key'];
  // eslint-disable-next-line no-control-regex -- printable ASCII only: the key is stored and compared as it came
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) throw new Refusal(idempotencyKeyMissing);
  const route = `${request.method} ${request.url.split('?')[0]}`;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([canonical(request.body), modeOf(request)]))
    .digest('hex');
  const idempotency: IdempotencyKey = { key, route, fingerprint };
  const reply = context.switchToHttp().getResponse<{ header(name: string, value: string): void }>();
  Object.defineProperty(idempotency, 'replayed', {
    set: () => {
      reply.header('idempotent-replayed', 'true');
    },
  });
  return idempotency;
}

function ifMatchOf(request: AuthenticatedRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw new Refusal(ifMatchMalformed);
  return Number(version);
}

/** The same members in the same order, whatever order they came in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
}
