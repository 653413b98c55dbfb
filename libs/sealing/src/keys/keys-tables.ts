import type { ClientBase } from 'pg';

/** The database of the keys, and its roles: an owner that no process runs as, and one login for each app that seals. */
export const keysDatabase = 'keys';
export const keysOwner = 'keys_owner';
export const keysRoleOf = (app: string): string => `keys_${app}`;

/**
 * DDL of the keys database, run by its owner. Idempotent. A role sees the keys of its own app alone; a destroyed key leaves
 * its row, so that the subject never gets another one.
 */
export async function createKeysSchema(owner: ClientBase, apps: readonly string[]): Promise<void> {
  await owner.query(`
    do $do$ begin
      if to_regprocedure('hub_now()') is null then
        create function hub_now() returns timestamptz language sql stable as 'select statement_timestamp()';
      end if;
    end $do$;
    create table if not exists subject_key (
      app text not null,
      subject_id text not null,
      wrapped_key bytea,
      master_key_id text,
      made_at timestamptz not null,
      destroyed_at timestamptz,
      primary key (app, subject_id),
      check ((wrapped_key is null) = (destroyed_at is not null) and (master_key_id is null) = (wrapped_key is null))
    );
    -- What was destroyed is vacuumed away within a minute or two: an overwritten row is dead, and not yet gone.
    alter table subject_key set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
    create index if not exists subject_key_of_master_key on subject_key (app, master_key_id) where master_key_id is not null;
    alter table subject_key enable row level security;
    alter table subject_key force row level security;
    drop policy if exists by_app on subject_key;
    create policy by_app on subject_key
      using ('${keysRoleOf('')}' || app = current_user) with check ('${keysRoleOf('')}' || app = current_user);
    create or replace function refuse_revival() returns trigger language plpgsql as $do$ begin
      if old.destroyed_at is not null and new is distinct from old
        or (new.app, new.subject_id, new.made_at) is distinct from (old.app, old.subject_id, old.made_at)
      then raise exception 'a subject key is wrapped anew or destroyed, and nothing else'; end if;
      return new;
    end $do$;
    create or replace trigger no_revival before update on subject_key for each row execute function refuse_revival();
    grant usage on schema public to ${apps.map(keysRoleOf).join(', ')};
    grant select, insert, update on subject_key to ${apps.map(keysRoleOf).join(', ')};
  `);
}
