import { ownedByOrganization } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who read or changed a record about a person, as the services tell it; its person's organization may read it (R17). */
export class RecordAccess1764000000022 implements MigrationInterface {
  readonly name = 'RecordAccess1764000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table record_access (
        id uuid primary key,
        organization_id uuid not null,
        participant_ref uuid not null,
        at timestamptz not null,
        record_type text not null,
        record_id uuid not null,
        is_read boolean not null,
        event_types jsonb not null,
        by_organization_id uuid,
        role text,
        consent_ref uuid
      );
      create index record_access_of_participant on record_access (organization_id, participant_ref, id);
      ${ownedByOrganization('consents', 'record_access', 'select')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table record_access');
  }
}
