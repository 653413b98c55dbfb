import { ownedByOrganization } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** R4: which organizations enforce the law, and which events they never get by subscription. */
export class KnownOrganizations1764000000003 implements MigrationInterface {
  readonly name = 'KnownOrganizations1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table known_organization (
        organization_id uuid primary key,
        is_enforcement boolean not null
      );
      ${ownedByOrganization('notifications', 'known_organization', 'select')}

      alter table delivery add person_linked boolean not null default false;
      alter table feed_event add person_linked boolean not null default false;
      create index feed_event_person_linked on feed_event (organization_id, mode, position) where person_linked;

      -- What was kept before this column was there counts as linked to a person.
      update delivery set person_linked = true where type ~ '^(referrals|housing)[.]';
      update feed_event set person_linked = true where type ~ '^(referrals|housing)[.]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery drop person_linked;
      alter table feed_event drop person_linked;
      drop table known_organization`);
  }
}
