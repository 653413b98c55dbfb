import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A recall looks for what was given up about its subject. */
export class GivenUpDeliveries1764000000020 implements MigrationInterface {
  readonly name = 'GivenUpDeliveries1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index delivery_given_up on delivery (subscription_id, subject) where state = 'dead_lettered'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index delivery_given_up');
  }
}
