import { timeZoneOf } from '#libs/codes';
import type { Bilingual } from '#libs/kernel';

/** A time as a person is told it: on the clocks of their province, or of UTC where that is not known; the zone is named. */
export function writtenTime(at: Date, provinceCode: string | null): Bilingual {
  const timeZone = provinceCode ? timeZoneOf(provinceCode) : 'UTC';
  return { en: inWords('en-CA', at, timeZone), fr: inWords('fr-CA', at, timeZone) };
}

function inWords(language: 'en-CA' | 'fr-CA', at: Date, timeZone: string): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options });
  const time = format({ dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }).format(at);
  const zone = format({ timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return `${time} (${zone!.value})`;
}
