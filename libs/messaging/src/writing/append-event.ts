import type { Contract } from '#libs/contracts';
import type { Mode } from '#libs/kernel';
import type { Tx } from '../tx/tx.js';
import { checkData } from './check-data.js';
import { eventsWritten, headersOf } from './save-aggregate.js';

export interface LooseEvent {
  readonly contract: Contract;
  readonly aggregate: string;
  readonly id: string;
  readonly sequence: number;
  readonly mode: Mode;
  readonly correlationId: string;
  readonly data: object;
  /** Who may hear of it. */
  readonly organizations?: readonly string[];
}

/** Writes one event that has no row of its own (a gap that was found, a delivery that was given up) into the log and the outbox. */
export async function appendEvent(tx: Tx, event: LooseEvent): Promise<void> {
  checkData(event.contract, event.data);
  const eventId = tx.newId();
  await tx.query(
    `with logged as (
       insert into event_log (position, event_id, aggregate_type, aggregate_id, aggregate_version, type, topic, headers, body, occurred_at)
       values (nextval('event_log_position'), $1, $2, $3, $4, $5, $6, $7, $8, $9) returning position
     )
     insert into outbox_pending (position) select position from logged`,
    [
      eventId,
      event.aggregate,
      event.id,
      event.sequence,
      event.contract.type,
      event.contract.topic,
      JSON.stringify(headersOf(tx, { organizations: [], ...event, eventId })),
      JSON.stringify(event.data),
      tx.now,
    ],
  );
  tx.afterCommit(() => eventsWritten.forEach((listener) => listener()));
}
