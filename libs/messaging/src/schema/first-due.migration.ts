import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How late the oldest deadline is, which every look at the metrics asks. */
export class FirstDue1764300000001 implements MigrationInterface {
  readonly name = 'FirstDue1764300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index deadline_first_due on deadline (due_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index deadline_first_due');
  }
}
