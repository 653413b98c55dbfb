import { ownedByWorker } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was erased, and when: a tombstone that names nobody. In the migrations of an app that keeps content about persons. */
export function erasureTables(app: string): new () => MigrationInterface {
  return class ErasureTables1764100000002 implements MigrationInterface {
    readonly name = 'ErasureTables1764100000002';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        create table erasure (
          -- Of the aggregate in consents that was erased.
          id uuid primary key,
          version int not null,
          mode text not null,
          correlation_id uuid not null,
          asked_at timestamptz not null,
          -- Whose keys are still to be destroyed.
          subject_ids jsonb not null,
          keys_destroyed_at timestamptz
        );
        ${ownedByWorker(app, 'erasure')}`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('drop table erasure');
    }
  };
}
