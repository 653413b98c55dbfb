import { visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StandingAndMembers1764000000008 implements MigrationInterface {
  readonly name = 'StandingAndMembers1764000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table organization
        add standing text not null default 'active',
        add agreement_until timestamptz,
        add activated_at timestamptz,
        add reason_code text;
      -- what was registered before there were agreements is active until the office records one
      update organization set activated_at = registered_at;
      alter table organization alter standing drop default;

      create table membership (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        organization_id uuid not null,
        member_id uuid not null,
        status text not null,
        role text not null,
        unique (organization_id, member_id)
      );
      ${visibleToParties('directory', 'membership')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table membership;
      alter table organization drop standing, drop agreement_until, drop activated_at, drop reason_code`);
  }
}
