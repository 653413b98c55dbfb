import { ownedByOrganization } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subscriptions to public notices: their aliases, and what waits until its hour is over. */
export class PublicNotices1764100000002 implements MigrationInterface {
  readonly name = 'PublicNotices1764100000002';

  async up(runner: QueryRunner): Promise<void> {
    const owned = (table: string, rights: string) => ownedByOrganization('notifications', table, rights);
    await runner.query(`
      alter table subscription add audience text not null default 'parties' check (audience in ('parties', 'public'));
      alter table subscription add notices_told int not null default 0;

      -- From this the aliases of one subscription are made; sealed with a key of its own (R18).
      create table alias_key (
        id uuid primary key,
        subscription_id uuid not null unique references subscription,
        organization_id uuid not null,
        sealed bytea not null
      );
      ${owned('alias_key', 'select, insert, delete')}

      create table waiting_notice (
        subscription_id uuid not null references subscription,
        organization_id uuid not null,
        event_id uuid not null,
        type text not null,
        subject uuid not null,
        sequence int not null,
        hour timestamptz not null,
        data jsonb not null,
        heard_at timestamptz not null,
        primary key (subscription_id, event_id)
      );
      ${owned('waiting_notice', 'select, delete')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table waiting_notice, alias_key;
      alter table subscription drop audience, drop notices_told`);
  }
}
