import { ownedByWorker } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a service knows, from the directory's events, of who may act at all. */
export function knownAccessTable(app: string): new () => MigrationInterface {
  return class KnownAccess1764000000007 implements MigrationInterface {
    readonly name = 'KnownAccess1764000000007';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        create table known_access (
          organization_id uuid not null,
          -- zeros: the organization itself
          member_id uuid not null,
          standing text not null,
          -- of a member: the one role that its tokens may name
          role text,
          primary key (organization_id, member_id)
        );
        ${ownedByWorker(app, 'known_access')}`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('drop table known_access');
    }
  };
}
