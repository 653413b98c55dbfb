/** Where in a service's work the harness can act. */
export type Point =
  | 'before-commit'
  | 'after-commit'
  | 'after-acknowledgement'
  | 'in-handler'
  | 'after-consumer-commit'
  | 'deadlines';

/** `skip` leaves out what comes after the point. Told to a service over the channel to its starter; `match` is part of the route, topic or event at that point. */
export interface Order {
  readonly point: Point;
  readonly act: 'die' | 'throw' | 'sleep' | 'skip';
  readonly match: string;
  readonly milliseconds: number;
  times: number;
}
