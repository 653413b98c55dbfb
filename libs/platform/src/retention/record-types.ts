/**
 * How many days each type of record keeps its content (R18). Afterwards the content is purged and a tombstone stays. What is
 * not here has no end: the event log and the audit, which hold no content about a person.
 */
export const recordTypes = {
  idempotency_key: 30,
  parked_event: 365,
  delivery: 90,
  feed_event: 365,
  webhook_secret: 1,
  referral_person: 730,
} as const;
export type RecordType = keyof typeof recordTypes;
export type RetentionDays = Readonly<Record<RecordType, number>>;

/** Reads `delivery=30,feed_event=400`; what it does not name keeps its default. Each thing that is wrong goes to `fault`. */
export function parseRetention(written: string, fault: (text: string) => void): RetentionDays {
  const days: Record<RecordType, number> = { ...recordTypes };
  for (const entry of written.split(',').filter((part) => part.trim() !== '')) {
    const [type, count] = entry.trim().split('=') as [RecordType, string | undefined];
    if (!Object.hasOwn(recordTypes, type))
      fault(`RETENTION_DAYS names "${type}": the types are ${Object.keys(recordTypes).join(', ')}.`);
    else if (!/^[1-9]\d{0,4}$/.test(count ?? ''))
      fault(`RETENTION_DAYS must give "${type}" a number of days, 1 or more.`);
    else days[type] = Number(count);
  }
  return days;
}
