import { consentFreshness } from '#libs/codes';
import { ownedByWorker, rolesOf } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An app's read model of grants and legal exceptions, and how far it has read. No organization may read the tables: what a
 * transaction asks, one function answers, about one person, one recipient and one purpose.
 */
export function knownConsentTables(app: string): new () => MigrationInterface {
  const { app: appRole, worker } = rolesOf(app);
  return class KnownConsentTables1764000000010 implements MigrationInterface {
    readonly name = 'KnownConsentTables1764000000010';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        create table known_consent (
          id uuid primary key,
          owner_organization_id uuid not null,
          participant_ref uuid not null,
          mode text not null,
          recipients uuid[] not null,
          purposes text[] not null,
          data_classes text[] not null,
          begins_at timestamptz not null,
          ends_at timestamptz not null
        );
        create index known_consent_of_participant on known_consent (owner_organization_id, participant_ref);
        ${ownedByWorker(app, 'known_consent')}

        -- All places up to 'through' were applied, and those of 'beyond', behind a hole.
        create table known_consent_stream (
          stream text not null,
          partition int not null,
          through bigint not null default 0,
          beyond bigint[] not null default '{}',
          primary key (stream, partition)
        ) with (fillfactor = 50);
        ${ownedByWorker(app, 'known_consent_stream')}

        -- What consents said, while not all of it was applied here.
        create table known_consent_heartbeat (at timestamptz primary key, streams jsonb not null);
        ${ownedByWorker(app, 'known_consent_heartbeat')}

        -- The newest of them up to which all was applied; one row.
        create table known_consent_freshness (only_row boolean primary key default true check (only_row), fresh_at timestamptz not null);
        ${ownedByWorker(app, 'known_consent_freshness')}

        create function known_consents_are_fresh() returns boolean language sql stable security definer set search_path = public
          as $$ select exists (select from known_consent_freshness
                               where fresh_at > hub_now() - interval '${consentFreshness.staleSeconds} seconds')
                  and not exists (select from blocked_key
                                  where consumer = '${app}' and topic in ('consents.grant', 'consents.legal-exception')) $$;

        -- The grant or exception that lasts longest among those that cover all that is asked.
        create function known_consent_for(owner uuid, participant uuid, recipient uuid, purpose text, classes text[], asked_mode text)
          returns table (is_fresh boolean, consent_ref uuid, ends_at timestamptz)
          language sql stable security definer set search_path = public
          as $$ select known_consents_are_fresh(), covering.id, covering.ends_at
                from (select) asked left join lateral (
                  select known.id, known.ends_at from known_consent known
                  where known.owner_organization_id = owner and known.participant_ref = participant and known.mode = asked_mode
                    and recipient = any (known.recipients) and purpose = any (known.purposes) and classes <@ known.data_classes
                    and known.begins_at <= hub_now() and hub_now() < known.ends_at
                  order by known.ends_at desc limit 1) covering on true $$;
        revoke execute on function known_consents_are_fresh(), known_consent_for(uuid, uuid, uuid, text, text[], text) from public;
        grant execute on function known_consents_are_fresh(), known_consent_for(uuid, uuid, uuid, text, text[], text)
          to ${appRole}, ${worker};
      `);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`
        drop function known_consent_for(uuid, uuid, uuid, text, text[], text);
        drop function known_consents_are_fresh();
        drop table known_consent, known_consent_stream, known_consent_heartbeat, known_consent_freshness`);
    }
  };
}
