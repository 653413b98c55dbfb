import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom an exercise erased was nobody actual: an actual person under that pseudonym is written about, and can be erased (R62). */
export class ErasedByMode1764400000001 implements MigrationInterface {
  readonly name = 'ErasedByMode1764400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table erased_person
        add mode text not null default 'actual',
        drop constraint erased_person_pkey,
        add primary key (organization_id, participant_hash, mode)`);
  }

  async down(): Promise<void> {
    throw new Error(
      'The tombstones are not taken away: without them the erased could be written about again.',
    );
  }
}
