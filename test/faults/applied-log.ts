import pg from 'pg';
import { rolesOf } from '#libs/messaging';

/** Makes the applied log beside an app's tables: what its handlers did, in the order in which it was committed. */
export async function notes(adminUrl: string, app: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`
    create table if not exists applied_event (
      id bigint generated always as identity primary key, consumer text not null, type text not null,
      aggregate_type text not null, aggregate_id uuid not null, version int not null, event_id uuid not null,
      fleeting boolean not null
    );
    create index if not exists applied_event_subject on applied_event (aggregate_id);
    create table if not exists applied_topic (consumer text, topic text, primary key (consumer, topic));
    grant select, insert on applied_event, applied_topic to ${rolesOf(app).worker};
  `);
  await client.end();
}
