import { provinceOf } from '../regions.js';
import { acknowledgementRule, responseRule, taskingBusinessDays } from './limits.js';

/** The zone of most people of each province and territory: six in all. */
const timeZones: Readonly<Record<string, string>> = {
  'CA-BC': 'America/Vancouver',
  'CA-YT': 'America/Whitehorse',
  'CA-AB': 'America/Edmonton',
  'CA-NT': 'America/Yellowknife',
  'CA-NU': 'America/Iqaluit',
  'CA-SK': 'America/Regina',
  'CA-MB': 'America/Winnipeg',
  'CA-ON': 'America/Toronto',
  'CA-QC': 'America/Toronto',
  'CA-NB': 'America/Moncton',
  'CA-NS': 'America/Halifax',
  'CA-PE': 'America/Halifax',
  'CA-NL': 'America/St_Johns',
};
/** The liaison office's own. */
export const federalTimeZone = 'America/Toronto';

export function timeZoneOf(provinceCode: string | undefined): string {
  return (provinceCode && timeZones[provinceCode]) || federalTimeZone;
}

type Holiday = (year: number) => string;
const fixed =
  (month: number, day: number): Holiday =>
  (year) =>
    dayText(new Date(Date.UTC(year, month - 1, day)));
/** The nth of a weekday (Monday is 1) in a month. */
const nth =
  (n: number, weekday: number, month: number): Holiday =>
  (year) => {
    const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
    return dayText(new Date(Date.UTC(year, month - 1, 1 + ((weekday - first + 7) % 7) + (n - 1) * 7)));
  };
const fromEaster =
  (days: number): Holiday =>
  (year) =>
    dayText(new Date(easter(year).getTime() + days * 86_400_000));
/** The Monday before 25 May. */
const victoriaDay: Holiday = (year) => {
  const day = new Date(Date.UTC(year, 4, 24));
  day.setUTCDate(24 - ((day.getUTCDay() + 6) % 7));
  return dayText(day);
};

/**
 * Federal public holidays (Canada Labour Code, s. 166, with the National Day for Truth and Reconciliation since 2021), and
 * Easter Monday and the civic holiday, which the federal public service keeps. In the order of the year.
 */
const federalHolidays: readonly { from: number; day: Holiday }[] = [
  { from: 1900, day: fixed(1, 1) },
  { from: 1900, day: fromEaster(-2) },
  { from: 1900, day: fromEaster(1) },
  { from: 1900, day: victoriaDay },
  { from: 1900, day: fixed(7, 1) },
  { from: 1900, day: nth(1, 1, 8) },
  { from: 1900, day: nth(1, 1, 9) },
  { from: 2021, day: fixed(9, 30) },
  { from: 1900, day: nth(2, 1, 10) },
  { from: 1900, day: fixed(11, 11) },
  { from: 1900, day: fixed(12, 25) },
  { from: 1900, day: fixed(12, 26) },
];

const federalDaysOffOf = new Map<number, ReadonlySet<string>>();

/** What falls on a weekend, or on a day that is off for the holiday before, is kept on the next working day. */
function federalDaysOff(year: number): ReadonlySet<string> {
  const known = federalDaysOffOf.get(year);
  if (known) return known;
  const daysOff = new Set<string>();
  for (const holiday of federalHolidays.filter(({ from }) => year >= from)) {
    let day = holiday.day(year);
    while (isWeekend(day) || daysOff.has(day)) day = dayAfter(day);
    daysOff.add(day);
  }
  federalDaysOffOf.set(year, daysOff);
  return daysOff;
}

/** Days off beside the federal ones, by province or territory. */
const provincialHolidays: Readonly<Record<string, readonly Holiday[]>> = {
  'CA-ON': [nth(3, 1, 2)],
  'CA-AB': [nth(3, 1, 2)],
  'CA-SK': [nth(3, 1, 2)],
  'CA-BC': [nth(3, 1, 2)],
  'CA-NB': [nth(3, 1, 2)],
  'CA-MB': [nth(3, 1, 2)],
  'CA-NS': [nth(3, 1, 2)],
  'CA-PE': [nth(3, 1, 2)],
  'CA-QC': [fixed(6, 24)],
  'CA-YT': [fixed(6, 21)],
  'CA-NT': [fixed(6, 21)],
};

/** Whose days count: a province's, or the federal ones alone. */
export interface BusinessCalendar {
  readonly timeZone: string;
  readonly provinceCode?: string;
}

function isBusinessDay(day: string, calendar: BusinessCalendar): boolean {
  const year = Number(day.slice(0, 4));
  if (isWeekend(day) || federalDaysOff(year).has(day)) return false;
  return !(provincialHolidays[calendar.provinceCode ?? ''] ?? []).some((holiday) => holiday(year) === day);
}

/** The same local time, `days` business days later in the calendar's time zone; from a day off, counted from its end. */
export function addBusinessDays(from: Date, days: number, calendar: BusinessCalendar): Date {
  const local = localTime(from, calendar.timeZone);
  let day = local.slice(0, 10);
  for (let left = days; left > 0;) {
    day = dayAfter(day);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return instantOf(`${day}${local.slice(10)}`, calendar.timeZone);
}

/** R22: when an acknowledgement of a filing of this urgency is due, by the owner's calendar. */
export function acknowledgeDueAt(urgency: string, from: Date, provinceCode?: string): Date {
  if (urgency === 'urgent') return hoursAfter(from, acknowledgementRule.urgentHours);
  if (urgency === 'emergency') return hoursAfter(from, acknowledgementRule.emergencyHours);
  return addBusinessDays(from, acknowledgementRule.routineBusinessDays, calendarOf(provinceCode));
}

/** R29: when a receiver owes its answer; business days are those of the province where the service is sought. */
export function responseDueAt(serviceType: string, from: Date, regionCode: string): Date {
  const rule = responseRule.byServiceType[serviceType] ?? { minutes: responseRule.minutesDefault };
  return 'minutes' in rule
    ? hoursAfter(from, rule.minutes / 60)
    : addBusinessDays(from, rule.businessDays, calendarOf(provinceOf(regionCode) ?? undefined));
}

function calendarOf(provinceCode: string | undefined): BusinessCalendar {
  return { timeZone: timeZoneOf(provinceCode), ...(provinceCode ? { provinceCode } : {}) };
}

/** When a department owes its answer, by the federal calendar. */
export function taskingDueAt(priority: string, from: Date): Date {
  return addBusinessDays(from, taskingBusinessDays[priority] ?? taskingBusinessDays['routine']!, {
    timeZone: federalTimeZone,
  });
}

function hoursAfter(from: Date, hours: number): Date {
  return new Date(from.getTime() + hours * 3_600_000);
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

function dayAfter(day: string): string {
  return dayText(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000));
}

function dayText(day: Date): string {
  return day.toISOString().slice(0, 10);
}

/** Gregorian Easter Sunday (Meeus, Jones and Butcher). */
function easter(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return new Date(Date.UTC(year, month - 1, ((h + l - 7 * m + 114) % 31) + 1));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DDTHH:MM:SS.mmm` on the clocks of a zone. */
function localTime(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const milliseconds = String(at.getUTCMilliseconds()).padStart(3, '0');
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}.${milliseconds}`;
}

/** The instant at which a zone's clocks show this; where they skip it, the one just as far after the skip. */
function instantOf(local: string, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`);
  const offsetAt = (instant: number) => Date.parse(`${localTime(new Date(instant), timeZone)}Z`) - instant;
  const guess = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(guess));
}
