import { ownedByOrganization } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose person was erased: a tombstone by which the pseudonym is known again, and which does not tell it (R18). */
export class ErasedPersons1764300000003 implements MigrationInterface {
  readonly name = 'ErasedPersons1764300000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table erased_person (
        organization_id uuid not null,
        -- SHA-256 of the organization and its pseudonym of the person.
        participant_hash bytea not null,
        erased_at timestamptz not null,
        primary key (organization_id, participant_hash)
      );
      ${ownedByOrganization('referrals', 'erased_person', 'select')}`);
  }

  async down(): Promise<void> {
    throw new Error(
      'The tombstones are not taken away: without them the erased could be written about again.',
    );
  }
}
