import { provinceOf } from '#libs/codes';

/** How a field goes out in a public notice: what `notice` of a contract names. */
type NoticeField = 'alias' | 'province' | 'provinces' | 'code';
type NoticeFields = Readonly<Record<string, NoticeField>>;

export interface Happening {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly time: Date;
  readonly data: object;
}

/** What is kept of an event until its subscribers are told: coarse already, but for the ids that become aliases. */
export interface WaitingNotice {
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  /** The event's number in its aggregate; tells which of two is the later one, and goes no further. */
  readonly sequence: number;
  readonly hour: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A notice as one subscription gets it. */
export interface PublicNotice {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  /** 1, 2, 3 ... within the subscription, across all subjects. */
  readonly number: number;
  readonly hour: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

const country = 'CA';
const hourMilliseconds = 3_600_000;

/** The hour in which a time lies. */
export function hourOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / hourMilliseconds) * hourMilliseconds);
}

/** When a subscription is told of the hours that are over: at a moment of the next hour that is its own. `random`: 0 to 1. */
export function nextTelling(now: Date, random: number): Date {
  return new Date(hourOf(now).getTime() + hourMilliseconds * (1 + random));
}

/** Only the fields that `notice` names; no region below the province, no time below the hour (messaging.md 18). */
export function coarse(event: Happening, fields: NoticeFields): WaitingNotice {
  const { id, type, subject, sequence, time } = event;
  const data = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      coarseValue((event.data as Record<string, unknown>)[name], field),
    ]),
  );
  return { eventId: id, type, subject, sequence, hour: hourOf(time), data };
}

function coarseValue(value: unknown, field: NoticeField): unknown {
  if (field === 'province') return provinceOf(value as string) ?? country;
  if (field === 'provinces')
    return [...new Set((value as string[]).map((code) => provinceOf(code) ?? country))].sort();
  return value;
}

export interface Telling {
  /** Made for this subscription: another one gets another alias of the same id. */
  aliasOf(id: string): string;
  /** 0 up to, not including, 1. */
  random(): number;
  fieldsOf(type: string): NoticeFields;
  /** How many notices the subscription got before. */
  readonly told: number;
}

/**
 * What one subscription is told at once: of each thing the latest state, under aliases, in an order and with numbers of its
 * own, so that two subscribers who put together what they got cannot tell by them which of their notices are of one event.
 */
export function noticesFor(waiting: readonly WaitingNotice[], telling: Telling): PublicNotice[] {
  return shuffled(latestOf(waiting), () => telling.random()).map((notice, index) => {
    const fields = telling.fieldsOf(notice.type);
    return {
      id: telling.aliasOf(notice.eventId),
      type: notice.type,
      subject: telling.aliasOf(notice.subject),
      number: telling.told + index + 1,
      hour: notice.hour,
      data: Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
          const value = notice.data[name];
          return [name, field === 'alias' ? telling.aliasOf(value as string) : value];
        }),
      ),
    };
  });
}

function latestOf(waiting: readonly WaitingNotice[]): WaitingNotice[] {
  const latest = new Map<string, WaitingNotice>();
  for (const notice of waiting) {
    const thing = `${notice.type} ${notice.subject}`;
    if ((latest.get(thing)?.sequence ?? 0) < notice.sequence) latest.set(thing, notice);
  }
  return [...latest.values()];
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const deck = [...items];
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [deck[last], deck[other]] = [deck[other]!, deck[last]!];
  }
  return deck;
}
