import type { ClientBase } from 'pg';

/** DDL of the broker's database, run by its owner; `clientRole` is the login of the apps. Idempotent. */
export async function createEmbeddedBrokerSchema(owner: ClientBase, clientRole: string): Promise<void> {
  await owner.query(`
    create table if not exists topic (name text primary key, partitions int not null);
    alter table topic add column if not exists retention interval;
    alter table topic add column if not exists expires boolean generated always as (retention is not null) stored;
    create table if not exists partition (
      topic text references topic, partition int, next_offset bigint not null default 0, primary key (topic, partition)
    ) with (fillfactor = 50);
    create table if not exists record (
      topic text, partition int, record_offset bigint, key text not null, headers jsonb not null, value text,
      appended_at timestamptz not null default now(), primary key (topic, partition, record_offset)
    );
    create table if not exists group_offset (
      group_name text, topic text, partition int, next_offset bigint not null, primary key (group_name, topic, partition)
    ) with (fillfactor = 50);
    -- The clients may not delete: what is kept for ever is out of their reach.
    create or replace function drop_expired_records(expiring text) returns void language sql security definer set search_path = public
      as $$ delete from record using topic
            where topic.name = expiring and record.topic = expiring and record.appended_at < now() - topic.retention $$;
    grant usage on schema public to ${clientRole};
    grant select, insert, update on topic, partition, record, group_offset to ${clientRole};
  `);
}
