/** The part of pino that messaging uses. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type Outcome = 'applied' | 'duplicate' | 'no_handler' | 'parked';

/** What messaging tells about itself; `platform` turns it into Prometheus metrics. */
export interface MessagingMetrics {
  published(events: number): void;
  /** How many keys the broker refuses. */
  refused(keys: number): void;
  consumed(type: string, outcome: Outcome): void;
  /** Seconds from the event's time to the commit of its effect here. */
  effectSeconds(type: string, seconds: number): void;
  deadlineFired(kind: string, outcome: 'done' | 'failed'): void;
}

export const noMetrics: MessagingMetrics = {
  published: () => undefined,
  refused: () => undefined,
  consumed: () => undefined,
  effectSeconds: () => undefined,
  deadlineFired: () => undefined,
};
