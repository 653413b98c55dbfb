import type { MigrationInterface, QueryRunner } from 'typeorm';
import { everyone } from '../writing/save-aggregate.js';
import { ownedByOrganization, ownedByWorker, rolesOf } from './access.js';

/** The first migration of every app: time, organization, parties, event log, outbox, cursors, parking, deadlines, audit. */
export function messagingTables(app: string): new () => MigrationInterface {
  const roles = rolesOf(app);
  return class MessagingTables1764000000000 implements MigrationInterface {
    readonly name = 'MessagingTables1764000000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        grant usage on schema public to ${roles.app}, ${roles.worker};

        create function hub_now() returns timestamptz language sql stable as 'select statement_timestamp()';
        create function hub_organization() returns uuid language sql stable
          as $$ select nullif(current_setting('hub.organization', true), '')::uuid $$;

        create table party (
          aggregate_id uuid not null,
          organization_id uuid not null,
          capacity text not null,
          since timestamptz not null,
          primary key (aggregate_id, organization_id, capacity)
        );
        create index party_of_organization on party (organization_id);
        ${ownedByWorker(app, 'party')}
        -- Who may name parties: the maker of a new thing, and who is party to it already.
        create function hub_may_name_parties(aggregate uuid) returns boolean language sql stable security definer set search_path = public
          as $$ select hub_organization() is not null and (
            not exists (select from party where aggregate_id = aggregate)
            or exists (select from party where aggregate_id = aggregate and organization_id in (hub_organization(), '${everyone}'))) $$;
        create policy by_party_read on party for select to ${roles.app}
          using (hub_organization() is not null and organization_id in (hub_organization(), '${everyone}'));
        create policy by_party_name on party for insert to ${roles.app} with check (hub_may_name_parties(aggregate_id));
        grant select, insert on party to ${roles.app};

        create sequence event_log_position;
        grant usage on sequence event_log_position to ${roles.app}, ${roles.worker};
        create table event_log (
          position bigint primary key,
          event_id uuid not null unique,
          aggregate_type text not null,
          aggregate_id uuid not null,
          aggregate_version int not null,
          type text not null,
          topic text not null,
          headers jsonb not null,
          body text not null,
          occurred_at timestamptz not null,
          unique (aggregate_type, aggregate_id, aggregate_version)
        );
        ${ownedByWorker(app, 'event_log')}
        revoke update, delete on event_log from ${roles.worker};
        create policy by_organization on event_log for insert to ${roles.app} with check (hub_organization() is not null);
        grant insert on event_log to ${roles.app};

        create table outbox_pending (position bigint primary key)
          with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
        ${ownedByWorker(app, 'outbox_pending')}
        create policy by_organization on outbox_pending for insert to ${roles.app} with check (hub_organization() is not null);
        grant insert on outbox_pending to ${roles.app};

        create table consumer_cursor (
          consumer text not null,
          aggregate_type text not null,
          aggregate_id uuid not null,
          last_version int not null,
          primary key (consumer, aggregate_type, aggregate_id)
        ) with (fillfactor = 80);
        ${ownedByWorker(app, 'consumer_cursor')}

        create table blocked_key (
          consumer text not null,
          topic text not null,
          key text not null,
          reason text not null check (reason in ('gap', 'poison')),
          error_code text not null,
          since timestamptz not null,
          primary key (consumer, topic, key)
        );
        ${ownedByWorker(app, 'blocked_key')}

        create table parked_event (
          id bigint generated always as identity primary key,
          consumer text not null,
          topic text not null,
          key text not null,
          partition int not null,
          record_offset bigint not null,
          sequence bigint,
          record_key bytea,
          headers jsonb not null,
          value bytea,
          parked_at timestamptz not null,
          unique (consumer, topic, partition, record_offset)
        );
        create index parked_event_of_key on parked_event (consumer, topic, key);
        ${ownedByWorker(app, 'parked_event')}

        create table deadline (
          kind text not null,
          owner_id uuid not null,
          due_at timestamptz not null,
          retry_at timestamptz,
          failures int not null default 0,
          causation_id uuid,
          traceparent text,
          primary key (kind, owner_id)
        );
        create index deadline_due on deadline ((coalesce(retry_at, due_at)));
        ${ownedByWorker(app, 'deadline')}
        create policy by_organization on deadline to ${roles.app}
          using (hub_organization() is not null) with check (hub_organization() is not null);
        grant select, insert, update, delete on deadline to ${roles.app};

        create table idempotency_key (
          organization_id uuid not null,
          route text not null,
          key text not null,
          fingerprint text not null,
          answer json not null,
          made_at timestamptz not null,
          primary key (organization_id, route, key)
        );
        create index idempotency_key_made_at on idempotency_key (made_at);
        ${ownedByOrganization(app, 'idempotency_key')}

        -- Append-only (R17): nobody may change or delete a line, the owner included.
        create table audit_log (
          id bigint generated always as identity primary key,
          at timestamptz not null,
          organization_id uuid,
          member_id uuid,
          role text,
          action text not null,
          subject_type text not null,
          subject_id text not null,
          causation_id uuid,
          note text
        );
        create index audit_log_of_subject on audit_log (subject_id);
        ${ownedByWorker(app, 'audit_log')}
        revoke update, delete on audit_log from ${roles.worker};
        create policy by_organization on audit_log for insert to ${roles.app} with check (organization_id = hub_organization());
        grant insert on audit_log to ${roles.app};
        create function refuse_change() returns trigger language plpgsql
          as $$ begin raise exception '% is append-only', tg_table_name; end $$;
        create trigger append_only before update or delete or truncate on audit_log execute function refuse_change();
        create trigger append_only before update or delete or truncate on event_log execute function refuse_change();
      `);
    }

    async down(): Promise<void> {
      throw new Error('The messaging tables are not taken away: they hold what was promised.');
    }
  };
}
