import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for an organization, and all that is known under one key, is found without reading the rest. */
export class WaitingReferrals1764300000002 implements MigrationInterface {
  readonly name = 'WaitingReferrals1764300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index referral_of_receiver on referral (receiver_organization_id, id)
        where status in ('sent', 'received', 'escalated_hub', 'escalated_national', 'accepted', 'scheduled', 'in_service');
      create index referral_of_sender on referral (sender_organization_id, id) where status in ('draft', 'declined', 'expired');
      create index referral_person_of_subject on referral_person (subject_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index referral_person_of_subject, referral_of_sender, referral_of_receiver');
  }
}
