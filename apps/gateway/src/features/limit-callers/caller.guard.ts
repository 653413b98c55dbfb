import { Tokens } from '#libs/platform/http';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export type KnownRequest = FastifyRequest & { actor?: { memberId: string; organizationId: string } };

/** A token that is not valid ends here (401); without one, the service decides whether the path is public. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(private readonly tokens: Tokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const { authorization } = request.headers;
    if (authorization !== undefined) request.actor = await this.tokens.actorOf(authorization);
    return true;
  }
}
