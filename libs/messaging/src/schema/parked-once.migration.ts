import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A place in a topic is no name for an event: after the topic was made anew another event stands there, and it must be parked
 * as well. What is redelivered has the same key and version.
 */
export class ParkedOnce1764600000002 implements MigrationInterface {
  readonly name = 'ParkedOnce1764600000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table parked_event drop constraint parked_event_consumer_topic_partition_record_offset_key;
      create unique index parked_event_once on parked_event (
        consumer, topic, partition, record_offset, key, coalesce(sequence, 0));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index parked_event_once;
      alter table parked_event add unique (consumer, topic, partition, record_offset);
    `);
  }
}
