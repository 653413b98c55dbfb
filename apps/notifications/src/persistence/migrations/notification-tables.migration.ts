import { ownedByOrganization, visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NotificationTables1764000000001 implements MigrationInterface {
  readonly name = 'NotificationTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    const owned = (table: string, rights: string) => ownedByOrganization('notifications', table, rights);
    await runner.query(`
      create table subscription (
        id uuid primary key,
        version int not null,
        mode text not null,
        correlation_id uuid not null,
        state text not null,
        organization_id uuid not null,
        url text not null,
        event_types jsonb not null,
        exhausted_in_a_row int not null,
        disabled_reason text,
        created_at timestamptz not null
      );
      create index subscription_of_organization on subscription (organization_id) where state <> 'deleted';
      ${visibleToParties('notifications', 'subscription')}

      -- Signing secrets: each sealed with a key of its own, which the master key wraps (R18).
      create table webhook_secret (
        id uuid primary key,
        subscription_id uuid not null references subscription,
        organization_id uuid not null,
        wrapped_key bytea not null,
        sealed bytea not null,
        made_at timestamptz not null,
        valid_until timestamptz
      );
      create index webhook_secret_of_subscription on webhook_secret (subscription_id);
      ${owned('webhook_secret', 'select, insert, update, delete')}

      -- What each organization may hear of, numbered 1, 2, 3 ... in commit order for each mode.
      create table feed_head (
        organization_id uuid not null,
        mode text not null,
        last_position bigint not null,
        primary key (organization_id, mode)
      );
      ${owned('feed_head', 'select')}
      create table feed_event (
        organization_id uuid not null,
        mode text not null,
        position bigint not null,
        event_id uuid not null,
        type text not null,
        body json not null,
        at timestamptz not null,
        primary key (organization_id, mode, position)
      );
      ${owned('feed_event', 'select')}

      create table delivery (
        id uuid primary key,
        position bigint not null generated always as identity,
        subscription_id uuid not null references subscription,
        organization_id uuid not null,
        mode text not null,
        event_id uuid not null,
        type text not null,
        subject uuid not null,
        body text not null,
        state text not null,
        attempts int not null default 0,
        next_attempt_at timestamptz not null,
        lease_until timestamptz,
        queued_at timestamptz not null,
        ended_at timestamptz,
        replay_of uuid
      );
      create unique index delivery_once on delivery (subscription_id, event_id) where replay_of is null;
      create index delivery_open on delivery (subscription_id, subject, position)
        where state in ('queued', 'sending', 'retry_wait');
      create index delivery_due on delivery (next_attempt_at) where state in ('queued', 'sending', 'retry_wait');
      create index delivery_of_organization on delivery (organization_id, id);
      ${owned('delivery', 'select, insert, update')}

      create table delivery_attempt (
        delivery_id uuid not null references delivery,
        attempt int not null,
        organization_id uuid not null,
        at timestamptz not null,
        status int,
        error text,
        milliseconds int not null,
        primary key (delivery_id, attempt)
      );
      ${owned('delivery_attempt', 'select')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table delivery_attempt, delivery, feed_event, feed_head, webhook_secret, subscription',
    );
  }
}
