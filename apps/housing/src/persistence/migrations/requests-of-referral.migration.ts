import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was searched for a referral, also what has ended. */
export class RequestsOfReferral1764300000002 implements MigrationInterface {
  readonly name = 'RequestsOfReferral1764300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index housing_request_of_referral on housing_request (referral_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index housing_request_of_referral');
  }
}
