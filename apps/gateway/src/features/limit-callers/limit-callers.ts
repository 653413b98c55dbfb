import { Refusal } from '#libs/kernel';
import { tooMany, type Tokens } from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../../config.js';
import { rateLimitHeaders, RequestLimit, type Standing } from './request-limit.js';

export type KnownRequest = FastifyRequest & { actor?: { memberId: string; organizationId: string } };

/**
 * Who calls, and whether it may call again already. A token that is not valid ends here (401); without one, the service
 * decides whether the path is public.
 */
export class LimitCallers {
  private readonly member: RequestLimit;
  private readonly organization: RequestLimit;
  private readonly address: RequestLimit;

  constructor(
    private readonly tokens: Tokens,
    max: GatewayConfig['requestsAMinuteMax'],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.member = new RequestLimit('member', max.member);
    this.organization = new RequestLimit('organization', max.organization);
    this.address = new RequestLimit('address', max.address);
  }

  /** @throws Refusal `request/too-many` (429), `token/invalid` (401), `token/cannot-be-checked` (503) */
  async admit(request: KnownRequest, reply: FastifyReply): Promise<void> {
    const { authorization } = request.headers;
    if (authorization === undefined) return this.tell(reply, [this.address.take(request.ip, this.now())]);
    try {
      request.actor = await this.tokens.actorOf(authorization);
    } catch (error) {
      this.tell(reply, [this.address.take(request.ip, this.now())]);
      throw error;
    }
    const { memberId, organizationId } = request.actor;
    const own = this.member.take(memberId, this.now());
    // What is refused to one member is not taken from its colleagues.
    this.tell(reply, own.exceeded ? [own] : [own, this.organization.take(organizationId, this.now())]);
  }

  private tell(reply: FastifyReply, standings: readonly Standing[]): void {
    reply.headers(rateLimitHeaders(standings));
    const exceeded = standings.find((standing) => standing.exceeded);
    if (!exceeded) return;
    reply.header('retry-after', String(exceeded.seconds));
    throw new Refusal(tooMany, { facts: { limit: exceeded.limit } });
  }
}
