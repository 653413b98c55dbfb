import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SearchStopped1764000000020 implements MigrationInterface {
  readonly name = 'SearchStopped1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table housing_request add search_stopped boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table housing_request drop search_stopped');
  }
}
