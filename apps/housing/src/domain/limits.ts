/** Figures that no law names: the hub's proposals (domain.md 2), in one place. */
export const limits = {
  /** A nightly count and some hours of grace (R38). */
  freshnessMinutes: 26 * 60,
  /** R40 */
  holdMinutesDefault: 90,
  holdMinutesMin: 15,
  holdMinutesMax: 24 * 60,
  /** The first answer is aimed at within half an hour (domain.md 3.3a). */
  offersDueMinutes: 30,
  offerValidMinutes: 60,
  /** A backup stands by for a whole night (R41). */
  backupValidMinutes: 24 * 60,
  /** How far ahead an arrival may be stated. */
  arrivalAheadMinutesMax: 24 * 60,
  /** How many providers one ring asks. */
  providersAskedMax: 20,
  /** A provider's clock may run ahead by this much. */
  clockSkewMinutes: 5,
} as const;

export function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

export function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
