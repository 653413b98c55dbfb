import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What retention leaves has no body. */
export class PurgedContent1764100000003 implements MigrationInterface {
  readonly name = 'PurgedContent1764100000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery alter column body drop not null,
        add check (body is not null or state not in ('queued', 'sending', 'retry_wait'));
      alter table feed_event alter column body drop not null;
    `);
  }

  async down(): Promise<void> {
    throw new Error('What was purged does not come back.');
  }
}
