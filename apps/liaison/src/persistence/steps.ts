import type { Tx } from '#libs/messaging';

/** One line of a request's timeline: what happened, where it stands since, whose turn it is since. */
export interface Step {
  /** Wire type of the event. */
  readonly type: string;
  readonly state: string | null;
  readonly waitingOn: string;
  readonly at?: Date;
}

export function addStep(tx: Tx, requestId: string, { type, state, waitingOn, at }: Step): void {
  tx.write('insert into request_step (request_id, at, type, state, waiting_on) values ($1, $2, $3, $4, $5)', [
    requestId,
    at ?? tx.now,
    type,
    state,
    waitingOn,
  ]);
}
