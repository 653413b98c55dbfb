const windowSeconds = 60;
/** More callers at once than this, and the longest known are forgotten first: what a flood can take is bounded. */
const callersMax = 100_000;

/** Where a caller stands within a limit, as the RateLimit headers tell it. */
export interface Standing {
  readonly limit: string;
  readonly max: number;
  readonly left: number;
  /** Until the caller may begin anew. */
  readonly seconds: number;
  readonly exceeded: boolean;
}

/** So many requests of each caller in a minute that begins with its first. Kept in memory, by each gateway for itself. */
export class RequestLimit {
  /** In the order in which the minutes began. */
  private readonly minutes = new Map<string, { taken: number; endsAt: number }>();

  constructor(
    private readonly name: string,
    private readonly max: number,
  ) {}

  /** Counts one request of the caller. `now` in milliseconds of a clock that never goes back. */
  take(caller: string, now: number): Standing {
    let minute = this.minutes.get(caller);
    if (!minute || minute.endsAt <= now) {
      minute = { taken: 0, endsAt: now + windowSeconds * 1_000 };
      this.minutes.delete(caller);
      this.forget(now);
      this.minutes.set(caller, minute);
    }
    minute.taken += 1;
    return {
      limit: this.name,
      max: this.max,
      left: Math.max(0, this.max - minute.taken),
      seconds: Math.max(1, Math.ceil((minute.endsAt - now) / 1_000)),
      exceeded: minute.taken > this.max,
    };
  }

  /** Callers that are remembered. */
  get size(): number {
    return this.minutes.size;
  }

  private forget(now: number): void {
    for (const [caller, { endsAt }] of this.minutes) {
      if (endsAt > now && this.minutes.size < callersMax) return;
      this.minutes.delete(caller);
    }
  }
}

/** `RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers-11 writes them. */
export function rateLimitHeaders(standings: readonly Standing[]): Record<string, string> {
  return {
    'ratelimit-policy': standings
      .map(({ limit, max }) => `"${limit}";q=${max};w=${windowSeconds}`)
      .join(', '),
    ratelimit: standings.map(({ limit, left, seconds }) => `"${limit}";r=${left};t=${seconds}`).join(', '),
  };
}
