import { isId, Refusal } from '#libs/kernel';
import {
  Catch,
  HttpException,
  ServiceUnavailableException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { traceIdOf } from '../observing/trace.js';
import {
  internal,
  noSuchThing,
  notReady,
  requestMalformed,
  tooLarge,
  tooMany,
  tooSlow,
  unavailable,
  wrongMediaType,
} from './generic.js';
import { languageOf, problemOf, problemType, statusOf, type Fault } from './problem.js';

const retryAfterSeconds = 2;

/** Every error of an HTTP request leaves as problem+json; what was not foreseen is logged, and tells nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    /** Whether the same request may succeed later: the database is away or busy. */
    private readonly isTransient: (error: unknown) => boolean = () => false,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const fault = this.isTransient(error) ? { ...unavailable, status: 503 } : faultOf(error);
    const traceId = traceIdOf(request);
    if (fault.status === 500) this.log.error({ traceId, err: error }, 'A request failed.');
    const language = languageOf(request.headers['accept-language']);
    const { status } = fault;
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 503) reply.header('retry-after', String(retryAfterSeconds));
    reply
      .header('content-language', language)
      .status(status)
      .type(problemType)
      .send(JSON.stringify(problemOf(fault, { language, instance: instanceOf(request), traceId })));
  }
}

/** The route that was asked, with the ids that were named: what else a caller writes into an address is not said again (R12). */
function instanceOf({ routeOptions, params }: FastifyRequest): string {
  const named = params as Readonly<Record<string, string>> | undefined;
  return (routeOptions?.url ?? '/').replace(/:(\w+)/g, (parameter, name: string) =>
    isId(named?.[name]) ? named[name] : parameter,
  );
}

export function faultOf(error: unknown): Fault {
  if (error instanceof Refusal)
    return { status: statusOf[error.kind], code: error.code, titles: error.titles, more: error.more };
  // What a health check found is for operators: it names parts of the system, and nothing else.
  if (error instanceof ServiceUnavailableException)
    return { ...notReady, status: 503, more: { facts: { checks: error.getResponse() } } };
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : ((error as { statusCode?: number } | null)?.statusCode ?? 500);
  if (status === 404 || status === 405) return { ...noSuchThing, status };
  if (status === 408) return { ...tooSlow, status };
  if (status === 413 || status === 414 || status === 431) return { ...tooLarge, status };
  if (status === 415) return { ...wrongMediaType, status };
  if (status === 429) return { ...tooMany, status };
  if (status >= 400 && status < 500) return { ...requestMalformed, status };
  return { ...internal, status: 500 };
}
