import { buildMessage, isISO8601, ValidateBy } from 'class-validator';

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
/** What PostgreSQL, JSON and JavaScript all can say; nothing here is about other years. */
const years = { first: 1900, last: 9_998 };

function isTime(value: unknown): value is string {
  if (typeof value !== 'string' || !dateTime.test(value) || !isISO8601(value, { strict: true })) return false;
  const year = new Date(value).getUTCFullYear();
  return year >= years.first && year <= years.last;
}

/** A date and a time with its offset (RFC 3339), in a body or a query. */
export const IsTime = (): PropertyDecorator =>
  ValidateBy({
    name: 'isIso8601',
    validator: {
      validate: isTime,
      defaultMessage: buildMessage(
        (each) => `${each}$property must be a date and time with its offset, such as 2026-11-26T03:00:00Z`,
      ),
    },
  });
