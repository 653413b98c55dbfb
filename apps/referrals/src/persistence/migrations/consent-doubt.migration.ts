import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a referral ends unless a consent that is not known yet covers it (R11). */
export class ConsentDoubt1764400000004 implements MigrationInterface {
  readonly name = 'ConsentDoubt1764400000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table referral add consent_doubt text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table referral drop consent_doubt');
  }
}
