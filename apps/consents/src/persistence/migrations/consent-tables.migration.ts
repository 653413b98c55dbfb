import { ownedByWorker, rolesOf, visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { app } = rolesOf('consents');

export class ConsentTables1764000000001 implements MigrationInterface {
  readonly name = 'ConsentTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table consent_grant (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        status text not null,
        owner_organization_id uuid not null,
        participant_ref uuid not null,
        recipients jsonb not null,
        purposes jsonb not null,
        data_classes jsonb not null,
        language_used text not null,
        explained_points jsonb not null,
        how_given text not null,
        recorded_by uuid not null,
        for_child jsonb,
        outside_quebec jsonb,
        begins_at timestamptz not null,
        ends_at timestamptz not null,
        ended_at timestamptz
      );
      create index consent_grant_of_participant on consent_grant (owner_organization_id, participant_ref);
      ${visibleToParties('consents', 'consent_grant')}

      create table legal_exception (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        status text not null,
        owner_organization_id uuid not null,
        participant_ref uuid not null,
        recipient_organization_id uuid not null,
        purpose text not null,
        data_classes jsonb not null,
        legal_basis text not null,
        citation text not null,
        province_code text,
        child_age_years int,
        child_view text,
        decided_by uuid not null,
        begins_at timestamptz not null,
        ends_at timestamptz not null,
        review_due_at timestamptz not null,
        reviewed_by uuid,
        reviewed_at timestamptz,
        verdict text
      );
      create index legal_exception_of_participant on legal_exception (owner_organization_id, participant_ref);
      ${visibleToParties('consents', 'legal_exception')}

      create table erased_participant (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        organization_id uuid not null,
        participant_ref uuid not null,
        erased_at timestamptz not null,
        keys_destroyed_at timestamptz,
        complete_at timestamptz,
        unique (organization_id, participant_ref)
      );
      ${visibleToParties('consents', 'erased_participant')}

      create table known_organization (
        organization_id uuid primary key,
        type text not null,
        department_code text
      );
      ${ownedByWorker('consents', 'known_organization', true)}

      -- How many events of each stream were written; the row's lock lasts until the commit, so that the count is dense.
      create table consent_stream (
        stream text not null,
        partition int not null,
        place bigint not null,
        primary key (stream, partition)
      ) with (fillfactor = 50);
      ${ownedByWorker('consents', 'consent_stream')}
      create policy by_organization on consent_stream to ${app}
        using (hub_organization() is not null) with check (hub_organization() is not null);
      grant select, insert, update on consent_stream to ${app};
    `);
  }

  async down(): Promise<void> {
    throw new Error('The consents’ tables are not taken away: they hold what people agreed to.');
  }
}
