import { visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DirectoryTables1764000000001 implements MigrationInterface {
  readonly name = 'DirectoryTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table organization (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        name jsonb not null,
        type text not null,
        department_code text unique,
        registered_at timestamptz not null
      );
      ${visibleToParties('directory', 'organization')}

      create table regional_hub (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        organization_id uuid not null unique references organization,
        region_codes jsonb not null,
        registered_at timestamptz not null
      );
      ${visibleToParties('directory', 'regional_hub')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table regional_hub, organization');
  }
}
