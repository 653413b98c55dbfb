import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets are sealed with keys of the keys database; `wrapped_key` is left on those that were made before, until they are sealed anew. */
export class SubjectKeys1764100000001 implements MigrationInterface {
  readonly name = 'SubjectKeys1764100000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table webhook_secret alter column wrapped_key drop not null');
  }

  async down(): Promise<void> {
    throw new Error('What is sealed with a key of the keys database has no wrapped key beside it.');
  }
}
