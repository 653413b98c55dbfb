import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to be purged, and the deliveries of one subscription, are found without reading what was purged long ago. */
export class PurgedInOrder1764300000002 implements MigrationInterface {
  readonly name = 'PurgedInOrder1764300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index feed_event_to_purge on feed_event (at) where body is not null;
      create index delivery_to_purge on delivery (ended_at) where body is not null and ended_at is not null;
      create index delivery_of_subscription on delivery (subscription_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index delivery_of_subscription, delivery_to_purge, feed_event_to_purge');
  }
}
