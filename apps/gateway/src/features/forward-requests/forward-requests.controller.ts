import { Refusal } from '#libs/kernel';
import {
  CONFIG,
  LOG,
  noSuchThing,
  ProblemFilter,
  requestMalformed,
  traceparentOf,
  unavailable,
} from '#libs/platform/http';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import '@fastify/reply-from';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { GatewayConfig } from '../../config.js';
import { ownerOf } from '../../routes.js';
import { ServiceConnections } from './service-connections.js';

/** Of one connection, not of the request: the next one tells its own. */
const ownToEachConnection = new Set([
  'expect',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'te',
  'trailer',
]);

/** Passes a request on to the service that owns its path, with its trace; the answer comes back as it is. */
@Controller()
export class ForwardRequestsController {
  private readonly problems: ProblemFilter;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(LOG) private readonly log: Logger,
    private readonly services: ServiceConnections,
  ) {
    this.problems = new ProblemFilter(log);
  }

  /** @throws Refusal `request/not-found` (404) where no service owns the path, `request/malformed` (400) */
  @All('v1/*')
  forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const segment = /^\/v1\/([a-z-]+)/.exec(request.url)?.[1] ?? '';
    const owner = Object.hasOwn(ownerOf, segment) ? ownerOf[segment] : undefined;
    if (!owner) throw new Refusal(noSuchThing);
    const base = this.config.urls[owner];
    assertSamePath(request.url, base);
    const traceparent = traceparentOf(request);
    const present = presenceOf(reply);
    this.services.for({ present, mayWait: segment === 'events' }, () =>
      reply.from(`${base}${request.url}`, {
        ...wholeBodyOf(request),
        // What only reads, once more, on a connection that its service had just closed. With 0 every 503 would be asked ten times.
        retriesCount: 1,
        rewriteRequestHeaders: (_request, headers) => {
          for (const name of ownToEachConnection) delete headers[name];
          return { ...headers, traceparent, 'x-forwarded-for': request.ip };
        },
        onError: (_reply, { error }) => {
          if (present.aborted) return;
          this.log.warn({ owner, code: (error as { code?: string }).code }, 'A service did not answer.');
          this.problems.answer(new Refusal(unavailable), request, reply);
        },
      }),
    );
  }
}

/** Ends when who called leaves before its answer is complete. */
function presenceOf({ raw }: FastifyReply): AbortSignal {
  const presence = new AbortController();
  if (raw.destroyed) presence.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) presence.abort();
  });
  return presence.signal;
}

/** What the service reads must be what was looked at here: no dot segments or backslashes that lead elsewhere, no broken escapes. */
function assertSamePath(url: string, base: string): void {
  const path = url.split('?')[0]!;
  if (new URL(`${base}${url}`).pathname !== `${new URL(base).pathname.replace(/\/$/, '')}${path}`)
    throw new Refusal(noSuchThing);
  try {
    decodeURIComponent(url);
  } catch {
    throw new Refusal(requestMalformed);
  }
}

/** The body was taken whole: its length is told by who sends it, however it came. */
function wholeBodyOf({ body, headers }: FastifyRequest) {
  return body instanceof Buffer
    ? { body, contentType: headers['content-type'] ?? 'application/octet-stream' }
    : {};
}
