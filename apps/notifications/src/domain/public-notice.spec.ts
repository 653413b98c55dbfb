import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aliasOf } from '../persistence/alias-keys.js';
import { hubRegistered, joinsOf, seenOf, type Got } from '../given.js';
import { coarse, hourOf, nextTelling, noticesFor, type Happening, type Telling } from './public-notice.js';

const fields = { hubOrganizationId: 'alias', regionCodes: 'provinces' } as const;
const tenOClock = Date.UTC(2026, 0, 15, 10);
const hour = 3_600_000;
const chance = () => randomInt(2 ** 40) / 2 ** 40;
const uuid = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Hubs come to serve areas of a few provinces, one after the other, within some hours. */
function happenings(count: number, areas: readonly string[], hours: number): Happening[] {
  return Array.from({ length: count }, (_, index) => ({
    ...hubRegistered(uuid(index), [areas[index % areas.length]!]),
    id: uuid(500_000 + index),
    sequence: 1,
    time: new Date(tenOClock + Math.floor((index * hours * hour) / count) + (index % 7)),
  }));
}

/** What a subscriber has in the end: a batch for each hour. */
function gotBy(events: readonly Happening[], change: Partial<Telling> = {}): Got[] {
  const key = randomBytes(32);
  const truths = new Map(events.map(({ id, subject }) => [subject, id]));
  let told = randomInt(50);
  const hours = [...new Set(events.map(({ time }) => hourOf(time).getTime()))];
  return hours.flatMap((one) => {
    const waiting = events
      .filter(({ time }) => hourOf(time).getTime() === one)
      .map((event) => coarse(event, fields));
    const telling = {
      aliasOf: (id: string) => aliasOf(key, id),
      random: chance,
      fieldsOf: () => fields,
      told,
      ...change,
    };
    const real = new Map(
      waiting.map(({ eventId, subject }) => [telling.aliasOf(eventId), truths.get(subject)!]),
    );
    const notices = noticesFor(waiting, telling);
    told += notices.length;
    return notices.map(({ hour: at, number, ...notice }, place) => ({
      truth: real.get(notice.id)!,
      seen: seenOf({ ...notice, time: at.toISOString(), sequence: number }, { place: told + place }),
    }));
  });
}

describe('a public notice (messaging.md 18)', () => {
  const event: Happening = {
    ...hubRegistered(uuid(1), ['3520005', 'M5V', 'CA-QC', 'CA']),
    id: uuid(2),
    sequence: 7,
    time: new Date(tenOClock + 59 * 60_000 + 59_999),
  };

  it('holds the fields that its contract names, no region below the province and no time below the hour', () => {
    const planted = { ...event, data: { ...event.data, participantRef: uuid(3), units: 4 } };
    const waiting = coarse(planted, fields);
    expect(waiting.hour.toISOString()).toBe('2026-01-15T10:00:00.000Z');
    expect(waiting.data).toEqual({ hubOrganizationId: uuid(1), regionCodes: ['CA', 'CA-ON', 'CA-QC'] });
    expect(coarse({ ...event, data: { regionCode: '6204003' } }, { regionCode: 'province' }).data).toEqual({
      regionCode: 'CA-NU',
    });
    expect(coarse({ ...event, data: { regionCode: 'Z9Z' } }, { regionCode: 'province' }).data).toEqual({
      regionCode: 'CA',
    });
  });

  it('carries no id of the hub: aliases of event, aggregate and data, the same for the same id, numbers of its own', () => {
    const key = randomBytes(32);
    const telling = {
      aliasOf: (id: string) => aliasOf(key, id),
      random: chance,
      fieldsOf: () => fields,
      told: 4,
    };
    const [notice] = noticesFor([coarse(event, fields)], telling);
    expect(JSON.stringify(notice)).not.toMatch(/01900000-0000/);
    expect(notice!.subject).toBe(notice!.data['hubOrganizationId']);
    expect(notice!.number).toBe(5);
    const [again] = noticesFor([coarse(event, fields)], telling);
    expect(again!.id).toBe(notice!.id);
  });

  it('tells of a thing that changed twice what it is now', () => {
    const later = { ...event, ...hubRegistered(uuid(1), ['CA-MB']), id: uuid(9), sequence: 8 };
    const telling = { aliasOf: (id: string) => id, random: chance, fieldsOf: () => fields, told: 0 };
    for (const order of [
      [event, later],
      [later, event],
    ])
      expect(
        noticesFor(
          order.map((one) => coarse(one, fields)),
          telling,
        ),
      ).toMatchObject([{ id: uuid(9), data: { regionCodes: ['CA-MB'] } }]);
  });

  it('goes out in the next hour, at a moment of the subscription’s own', () => {
    const now = new Date(tenOClock + 10);
    expect(nextTelling(now, 0).toISOString()).toBe('2026-01-15T11:00:00.000Z');
    expect(nextTelling(now, 0.75).toISOString()).toBe('2026-01-15T11:45:00.000Z');
  });
});

describe('two colluding subscribers', () => {
  const areas = ['3520005', 'M5V', 'CA-QC', 'CA-MB'];

  it('join what both got no better than chance, whatever happened', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 400 }),
        fc.shuffledSubarray(areas, { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        (count, where, hours) => {
          const events = happenings(count, where, hours);
          const [one, other] = [gotBy(events), gotBy(events)];
          expect([one.length, other.length]).toEqual([count, count]);
          expect(joinsOf(one, other)).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each<[string, string[], (events: readonly Happening[]) => Got[]]>([
    ['the real id of the event', ['id'], (events) => leaking(events, ({ truth }) => ({ id: truth }))],
    [
      'the exact time',
      ['exact'],
      (events) =>
        leaking(events, ({ truth }) => ({
          exact: events.find(({ id }) => id === truth)!.time.toISOString(),
        })),
    ],
    [
      'the number that the hub gave',
      ['offset'],
      (events) =>
        leaking(events, ({ truth }) => ({ offset: events.findIndex(({ id }) => id === truth) + 17 })),
    ],
    [
      'the order in which it happened',
      ['sequence', 'place'],
      (events) => gotBy(events, { random: () => 1 - 2 ** -40 }),
    ],
    [
      'aliases made with one key for all',
      ['id', 'subject', 'data.hubOrganizationId'],
      (events) => gotBy(events, { aliasOf: (id) => aliasOf(Buffer.alloc(32), id) }),
    ],
    [
      'a count in the payload',
      ['bytes'],
      (events) =>
        leaking(events, ({ truth, seen }) => ({
          bytes: (seen['bytes'] as number) + Number(truth.slice(-4)),
        })),
    ],
  ])('are caught where a notice shows %s', (_, attributes, leak) => {
    const events = happenings(240, areas, 3);
    expect(joinsOf(leak(events), leak(events)).sort()).toEqual(attributes.sort());
  });
});

function leaking(events: readonly Happening[], leak: (got: Got) => Got['seen']): Got[] {
  return gotBy(events).map((got) => ({ ...got, seen: { ...got.seen, ...leak(got) } }));
}
