/** Times that the domain calls our proposals: here, in one place, to be changed without a search. */

/** R22: elapsed hours until an acknowledgement is due; routine is counted in business days. */
export const acknowledgementRule = { routineBusinessDays: 2, urgentHours: 4, emergencyHours: 1 };

/** R29: how long a receiver has to respond, by type of service: in minutes that pass, or in business days. */
export const responseRule: {
  readonly byServiceType: Readonly<Record<string, { minutes: number } | { businessDays: number }>>;
  readonly minutesDefault: number;
} = {
  byServiceType: { shelter: { minutes: 30 }, counselling: { businessDays: 3 } },
  minutesDefault: 24 * 60,
};

/** Business days a department has, by priority. */
export const taskingBusinessDays: Readonly<Record<string, number>> = { routine: 10, urgent: 2, emergency: 1 };

/** R10, R11: how long a grant lasts unless something else is said, and how long before its end its owner is reminded. */
export const consentRule = { monthsDefault: 12, reminderDays: 30 };

/** Section 17 of messaging: how often it is said how far the grants' stream goes, and after how long without it an app knows no consent. */
export const consentFreshness = { heartbeatSeconds: 5, staleSeconds: 30 };

/** R65: days in which a second person looks at a legal exception. */
export const exceptionReviewDays = 2;
