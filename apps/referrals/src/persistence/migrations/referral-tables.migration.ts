import { visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReferralTables1764000000001 implements MigrationInterface {
  readonly name = 'ReferralTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table referral (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        status text not null,
        request_id uuid not null,
        sender_organization_id uuid not null,
        receiver_organization_id uuid not null,
        service_type text not null,
        region_code text not null,
        needs jsonb not null,
        priority text not null,
        sent_at timestamptz not null,
        response_due_at timestamptz not null,
        accepted_at timestamptz,
        hold_id uuid,
        reason_code text,
        outcome text
      );
      -- R34: no second referral to the same receiver for the same request while one is under way.
      create unique index referral_once_under_way on referral (request_id, service_type, receiver_organization_id)
        where status not in ('completed', 'declined', 'cancelled', 'expired');
      create index referral_of_request on referral (request_id);
      ${visibleToParties('referrals', 'referral')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table referral');
  }
}
