import { ownedByWorker } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What public notices said last of each province and need: one word, no number (R55). */
export class PublicAvailability1764000000021 implements MigrationInterface {
  readonly name = 'PublicAvailability1764000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table public_availability (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        region_code text not null,
        needs jsonb not null,
        band text not null check (band in ('some', 'none', 'unknown')),
        unique (region_code, needs)
      );
      ${ownedByWorker('housing', 'public_availability')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table public_availability');
  }
}
