import { partitionOf, type Tx } from '#libs/messaging';
import type { Place } from '../published-events.js';

/** Spread, so that grants of different people do not wait for one another. */
const partitionsOf = { grant: 12, legal_exception: 3 };
type Stream = keyof typeof partitionsOf;

/** The next places of the stream's partition in which this aggregate is, one for each call. */
export async function takePlaces(tx: Tx, stream: Stream, id: string, count: number): Promise<() => Place> {
  const partition = partitionOf(id, partitionsOf[stream]);
  if (count === 0)
    return () => {
      throw new Error(`No place was taken for an event of ${stream}.`);
    };
  const [row] = await tx.query<{ place: string }>(
    `insert into consent_stream as written (stream, partition, place) values ($1, $2, $3)
     on conflict (stream, partition) do update set place = written.place + excluded.place returning place`,
    [stream, partition, count],
  );
  let place = Number(row!.place) - count;
  return () => ({ partition, place: (place += 1) });
}

/** How far each partition has come, in committed events. */
export async function streamsWritten(tx: Tx): Promise<(Place & { stream: string })[]> {
  const rows = await tx.query<{ stream: string; partition: number; place: string }>(
    'select stream, partition, place from consent_stream order by stream, partition',
  );
  return rows.map((row) => ({ ...row, place: Number(row.place) }));
}
