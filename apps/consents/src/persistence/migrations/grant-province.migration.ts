import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By whose clocks a person's receipt tells the time; null: given before it was kept. */
export class GrantProvince1764400000003 implements MigrationInterface {
  readonly name = 'GrantProvince1764400000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consent_grant add province_code text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table consent_grant drop province_code');
  }
}
