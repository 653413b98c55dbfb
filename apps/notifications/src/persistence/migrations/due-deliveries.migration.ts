import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is due is found without looking at what waits behind an endpoint that is ill. */
export class DueDeliveries1764200000001 implements MigrationInterface {
  readonly name = 'DueDeliveries1764200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery add constraint delivery_ended
        check ((ended_at is null) = (state in ('queued', 'sending', 'retry_wait')));
      drop index delivery_due;
      create index delivery_due on delivery (subscription_id, next_attempt_at, position) where ended_at is null;
      create index delivery_sending on delivery (subscription_id) where state = 'sending';
      create index delivery_challenge on delivery (next_attempt_at)
        where type = 'notifications.endpoint-challenge.v1' and state in ('queued', 'sending', 'retry_wait')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index delivery_challenge;
      drop index delivery_sending;
      drop index delivery_due;
      alter table delivery drop constraint delivery_ended;
      create index delivery_due on delivery (next_attempt_at) where state in ('queued', 'sending', 'retry_wait')`);
  }
}
