import { describe, expect, it } from '@jest/globals';
import { rateLimitHeaders, RequestLimit } from './request-limit.js';

describe('a limit of requests', () => {
  it('counts each caller for itself, and begins anew a minute after its first request', () => {
    const limit = new RequestLimit('member', 2);
    expect(limit.take('a', 0)).toEqual({ limit: 'member', max: 2, left: 1, seconds: 60, exceeded: false });
    expect(limit.take('a', 30_500)).toMatchObject({ left: 0, seconds: 30, exceeded: false });
    expect(limit.take('a', 59_999)).toMatchObject({ left: 0, seconds: 1, exceeded: true });
    expect(limit.take('b', 59_999)).toMatchObject({ left: 1, exceeded: false });
    expect(limit.take('a', 60_000)).toMatchObject({ left: 1, seconds: 60, exceeded: false });
  });

  it('forgets callers whose minute is over, so that a flood of them takes no memory for good', () => {
    const limit = new RequestLimit('address', 2);
    for (let caller = 0; caller < 5_000; caller += 1) limit.take(`caller ${caller}`, caller);
    expect(limit.size).toBe(5_000);
    limit.take('late', 65_000);
    expect(limit.size).toBe(1);
  });

  it('remembers no more than 100,000 callers at once: the longest known are forgotten', () => {
    const limit = new RequestLimit('address', 1);
    for (let caller = 0; caller < 100_010; caller += 1) limit.take(`caller ${caller}`, 0);
    expect(limit.size).toBe(100_000);
    expect(limit.take('caller 100009', 0).exceeded).toBe(true);
    expect(limit.take('caller 0', 0).exceeded).toBe(false);
  });

  it('is told in the headers of draft-ietf-httpapi-ratelimit-headers-11, one item for each limit', () => {
    const member = new RequestLimit('member', 100).take('a', 0);
    const organization = new RequestLimit('organization', 500).take('o', 0);
    expect(rateLimitHeaders([member, organization])).toEqual({
      'ratelimit-policy': '"member";q=100;w=60, "organization";q=500;w=60',
      ratelimit: '"member";r=99;t=60, "organization";r=499;t=60',
    });
  });
});
