import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/kernel';
import fc from 'fast-check';
import { at, bed, givenOffer, givenRequest, hub, offered, offerMade, opened, provider } from './given.js';
import { evolveHold, holdStatusAt, isLive, type Hold, type HoldEvent } from './hold.js';
import { confirm, extend, letTimePass, recordArrival, release, withdraw } from './move-hold.js';
import { placeHold } from './place-hold.js';
import type { Count, Figures } from './resource.js';

/**
 * Goal: under any order of commands nothing is available below zero and no unit is held twice (R37 to R39).
 * Method: a model of one resource takes random commands at random times through the real decisions; the figures are worked
 * out here in the words of R37 (the SQL function is held against the same model in `persistence/figures.int.spec.ts`).
 */
type Step =
  | { readonly do: 'count'; readonly total: number; readonly occupied: number; readonly outOfService: number }
  | { readonly do: 'place' }
  | { readonly do: 'pass' }
  | {
      readonly do: 'confirm' | 'extend' | 'arrive' | 'release' | 'withdraw' | 'timer';
      readonly hold: number;
    };

const moves = { confirm, extend, arrive: recordArrival, release, withdraw };

class Model {
  count: Count = { totalUnits: 3, occupiedUnits: 0, outOfServiceUnits: 0, observedAt: at(0) };
  readonly holds: Hold[] = [];

  figures(now: Date): Figures {
    const arrived = this.holds.filter(
      (hold) => hold.arrivedAt !== null && hold.arrivedAt > this.count.observedAt,
    );
    const live = this.holds.filter((hold) => isLive(holdStatusAt(hold, now)));
    const { totalUnits, occupiedUnits, outOfServiceUnits, observedAt } = this.count;
    const occupied = occupiedUnits + arrived.length;
    return {
      totalUnits,
      occupiedUnits: occupied,
      outOfServiceUnits,
      heldUnits: live.length,
      arrivedSinceUnits: arrived.length,
      availableUnits: Math.max(0, totalUnits - occupied - live.length - outOfServiceUnits),
      overcommitted: totalUnits < occupied + live.length,
      stale: false,
      ageMinutes: 0,
      observedAt,
    };
  }

  /** Returns whether the step was accepted. */
  take(step: Step, now: Date): boolean {
    try {
      this.apply(step, now);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  isLate(index: number, now: Date): boolean {
    const hold = this.holds[index % Math.max(1, this.holds.length)];
    return hold !== undefined && !isLive(holdStatusAt(hold, now));
  }

  private apply(step: Step, now: Date): void {
    switch (step.do) {
      case 'pass':
        return;
      case 'count':
        this.count = {
          totalUnits: step.total,
          occupiedUnits: step.occupied,
          outOfServiceUnits: step.outOfService,
          observedAt: now,
        };
        return;
      case 'place': {
        const events = placeHold({
          holdId: String(this.holds.length),
          byOrganizationId: hub,
          request: givenRequest(opened, offered),
          offer: { ...givenOffer(offerMade), validUntil: new Date(now.getTime() + 1) },
          resource: bed,
          figures: this.figures(now),
          now,
        });
        this.holds.push(evolved(null, events));
        return;
      }
      default: {
        const index = step.hold % Math.max(1, this.holds.length);
        const hold = this.holds[index];
        if (!hold) return;
        const organizationId = step.do === 'extend' || step.do === 'release' ? hub : provider;
        const events =
          step.do === 'timer'
            ? letTimePass(hold, now)
            : moves[step.do](hold, { organizationId, now, reasonCode: 'other' });
        this.holds[index] = evolved(hold, events);
      }
    }
  }
}

function evolved(hold: Hold | null, events: readonly HoldEvent[]): Hold {
  return events.reduce<Hold | null>(evolveHold, hold)!;
}

const units = fc.nat({ max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'place' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'pass' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('count' as const),
      total: units,
      occupied: units,
      outOfService: units,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('confirm', 'extend', 'arrive', 'release', 'withdraw', 'timer'),
      hold: fc.nat({ max: 9 }),
    }),
  },
);
const story = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 60 })), { maxLength: 60 });

describe('capacity under any order of commands', () => {
  it('is never available below zero, and a hold is only given where a unit is free (R37, R38, R39)', () => {
    let placed = 0;
    fc.assert(
      fc.property(story, (steps) => {
        const model = new Model();
        let minutes = 1;
        for (const [next, elapsed] of steps) {
          minutes += elapsed;
          const now = at(minutes);
          const before = model.figures(now);
          const isAccepted = model.take(next, now);
          const after = model.figures(now);
          expect(after.availableUnits).toBeGreaterThanOrEqual(0);
          if (next.do !== 'place') continue;
          expect(isAccepted).toBe(before.availableUnits >= 1 && !before.overcommitted);
          if (!isAccepted) continue;
          placed += 1;
          expect(after.heldUnits).toBe(before.heldUnits + 1);
          expect(after.availableUnits).toBe(before.availableUnits - 1);
          expect(after.occupiedUnits + after.heldUnits + after.outOfServiceUnits).toBeLessThanOrEqual(
            after.totalUnits,
          );
        }
      }),
      { numRuns: 500 },
    );
    expect(placed).toBeGreaterThan(500);
  });

  it('no unit is held twice: without a new count or a late arrival the promises never exceed what there is (R39)', () => {
    const withoutCounts = story.map((steps) => steps.filter(([next]) => next.do !== 'count'));
    fc.assert(
      fc.property(withoutCounts, (steps) => {
        const model = new Model();
        let minutes = 1;
        for (const [next, elapsed] of steps) {
          minutes += elapsed;
          if (next.do === 'arrive' && model.isLate(next.hold, at(minutes))) continue;
          model.take(next, at(minutes));
          const { totalUnits, occupiedUnits, heldUnits, overcommitted } = model.figures(at(minutes));
          expect(occupiedUnits + heldUnits).toBeLessThanOrEqual(totalUnits);
          expect(overcommitted).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('an arrival moves a unit from held to occupied and changes nothing else', () => {
    const model = new Model();
    model.take({ do: 'place' }, at(1));
    const before = model.figures(at(2));
    model.take({ do: 'arrive', hold: 0 }, at(2));
    expect(model.figures(at(3))).toMatchObject({
      heldUnits: before.heldUnits - 1,
      occupiedUnits: before.occupiedUnits + 1,
      availableUnits: before.availableUnits,
    });
  });
});
