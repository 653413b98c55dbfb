import { rolesOf } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** R16: a place is confidential unless its provider says otherwise; the address of a public one is for everyone. */
export class AddressVisibility1764000000022 implements MigrationInterface {
  readonly name = 'AddressVisibility1764000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table housing_resource add address_visibility text not null default 'confidential'
        check (address_visibility in ('public', 'confidential'));

      -- A forward sortation area is the first half of a postal code: the province takes its place.
      update housing_resource set region_code = region_path ->> 1, region_path = region_path - 0
        where region_code ~ '^[A-Z][0-9][A-Z]$';

      create policy by_anyone_where_public on housing_resource_address for select to ${rolesOf('housing').app}
        using (exists (
          select from housing_resource place
          where place.id = housing_resource_address.resource_id and place.address_visibility = 'public'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy by_anyone_where_public on housing_resource_address;
      alter table housing_resource drop address_visibility`);
  }
}
