import type { MigrationInterface, QueryRunner } from 'typeorm';

/** R38: whoever counts a resource need not be party to what is held there, and those who hold it are told nevertheless. */
export class HoldersOfResource1764600000001 implements MigrationInterface {
  readonly name = 'HoldersOfResource1764600000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function housing_resource_holders(resource uuid) returns setof uuid
        language sql stable security definer set search_path = public
        as $$
          select distinct hold.requester_organization_id from housing_hold hold
          where hold.resource_id = resource and hold.status in ('held', 'confirmed')
            and case hold.status when 'held' then hold.expires_at else hold.arrival_expected_by end > hub_now()
        $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function housing_resource_holders');
  }
}
