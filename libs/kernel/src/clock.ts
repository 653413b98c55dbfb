/** Where time comes from. The one real clock is the database's `hub_now()` (messaging.md 15). */
export interface Clock {
  now(): Promise<Date>;
}
