import { Refusal } from '#libs/kernel';
import { CONFIG, LOG, noSuchThing, ProblemFilter, traceparentOf, unavailable } from '#libs/platform/http';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import '@fastify/reply-from';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { GatewayConfig } from '../../config.js';
import { ownerOf } from '../../routes.js';

/** Passes a request on to the service that owns its path, with its trace; the answer comes back as it is. */
@Controller()
export class ForwardRequestsController {
  private readonly problems: ProblemFilter;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.problems = new ProblemFilter(log);
  }

  /** @throws Refusal `request/not-found` (404) where no service owns the path */
  @All('v1/*')
  forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const segment = /^\/v1\/([a-z-]+)/.exec(request.url)?.[1] ?? '';
    const owner = Object.hasOwn(ownerOf, segment) ? ownerOf[segment] : undefined;
    if (!owner) throw new Refusal(noSuchThing);
    const traceparent = traceparentOf(request);
    reply.from(`${this.config.urls[owner]}${request.url}`, {
      rewriteRequestHeaders: (_request, headers) => ({
        ...headers,
        traceparent,
        'x-forwarded-for': request.ip,
      }),
      onError: (_reply, { error }) => {
        this.log.warn({ owner, code: (error as { code?: string }).code }, 'A service did not answer.');
        this.problems.answer(new Refusal(unavailable), request, reply);
      },
    });
  }
}
