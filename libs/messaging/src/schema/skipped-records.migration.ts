import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByWorker } from './access.js';

/** Records without a version that an operator gave up: no cursor tells that they are done, so their place and bytes do. */
export function skippedRecords(app: string): new () => MigrationInterface {
  return class SkippedRecords1764000000002 implements MigrationInterface {
    readonly name = 'SkippedRecords1764000000002';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        create table skipped_record (
          consumer text not null,
          topic text not null,
          partition int not null,
          record_offset bigint not null,
          digest bytea not null,
          skipped_at timestamptz not null,
          primary key (consumer, topic, partition, record_offset, digest)
        );
        ${ownedByWorker(app, 'skipped_record')}`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('drop table skipped_record');
    }
  };
}
