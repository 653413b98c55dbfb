import { describe, expect, it } from '@jest/globals';
import { measuredOf, percentilesOf } from './way.js';

describe('percentiles', () => {
  it('are those of the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentilesOf(values)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
    expect(percentilesOf([3])).toEqual({ p50: 3, p95: 3, p99: 3, max: 3 });
  });
});

describe('a load', () => {
  it('counts from the time a request was due, and what has no effect as failed', () => {
    const samples = [
      { due: 100, answered: 110, status: 201, id: 'a' },
      { due: 200, answered: 215, status: 201, id: 'b' },
      { due: 300, answered: 330, status: 503 },
    ];
    const committed = new Map([['a', 1_000_125]]);
    expect(measuredOf(samples, committed, 1_000_000)).toMatchObject({
      offered: 3,
      failed: 2,
      toEffect: [25],
      toAnswer: [10, 15],
      tailMilliseconds: -175,
    });
  });
});
