import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planKills, services } from './plan.js';

describe('the plan of kills', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        expect(planKills(seed, 40, 'kafka')).toEqual(planKills(seed, 40, 'kafka'));
        expect(planKills(seed, 40, 'kafka')).not.toEqual(planKills(seed + 1, 40, 'kafka'));
      }),
    );
  });

  it('meets every instance of every service and PostgreSQL, and Kafka only where there is one', () => {
    const targets = (broker: 'embedded' | 'kafka') =>
      new Set(planKills(7, 1_000, broker).map(({ target }) => target));
    const instances = services.flatMap((name) => [name, `${name}-2`]);
    expect([...targets('embedded')].sort()).toEqual([...instances, 'postgres'].sort());
    expect([...targets('kafka')].sort()).toEqual([...instances, 'kafka', 'postgres'].sort());
  });
});
