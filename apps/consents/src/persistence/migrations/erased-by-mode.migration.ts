import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person whom an exercise erased can be erased in earnest, too (R62). */
export class ErasedByMode1764400000002 implements MigrationInterface {
  readonly name = 'ErasedByMode1764400000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table erased_participant
        drop constraint erased_participant_organization_id_participant_ref_key,
        add unique (organization_id, participant_ref, mode)`);
  }

  async down(): Promise<void> {
    throw new Error(
      'The tombstones are not taken away: without them the erased could be written about again.',
    );
  }
}
