import { Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { KnownRequest } from './caller.guard.js';

/** So many requests a minute for each member, or for each address where there is no token (429 with Retry-After). */
@Injectable()
export class LimitGuard extends ThrottlerGuard {
  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    const { actor, ip } = request as unknown as KnownRequest;
    return Promise.resolve(actor?.memberId ?? ip);
  }

  /** One limit for the whole hub, not one for each handler. */
  protected override generateKey(_context: unknown, tracker: string): string {
    return tracker;
  }
}
