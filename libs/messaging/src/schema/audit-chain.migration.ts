import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByWorker, rolesOf } from './access.js';

/**
 * Audit lines name the person and the permission, where there is one, and are chained by hashes (R17). A line and its
 * pointer in `audit_pending` are written by one statement, whoever writes it, so that no line is left out of the chain.
 */
export function auditChain(app: string): new () => MigrationInterface {
  const roles = rolesOf(app);
  return class AuditChain1764000000009 implements MigrationInterface {
    readonly name = 'AuditChain1764000000009';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        alter table audit_log
          add column participant_ref uuid,
          add column participant_organization_id uuid,
          add column consent_ref uuid;

        create table audit_pending (id bigint primary key)
          with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
        ${ownedByWorker(app, 'audit_pending')}
        create policy by_organization on audit_pending for insert to ${roles.app} with check (hub_organization() is not null);
        grant insert on audit_pending to ${roles.app};
        create function point_to_audit_line() returns trigger language plpgsql
          as $$ begin insert into public.audit_pending (id) values (new.id); return null; end $$;
        create trigger chained_later after insert on audit_log for each row execute function point_to_audit_line();
        insert into audit_pending (id) select id from audit_log;

        create table audit_chain (
          number bigint primary key,
          audit_id bigint not null unique,
          hash bytea not null
        );
        ${ownedByWorker(app, 'audit_chain')}
        revoke update, delete on audit_chain from ${roles.worker};
        create trigger append_only before update or delete or truncate on audit_chain execute function refuse_change();
      `);
    }

    async down(): Promise<void> {
      throw new Error('The audit chain is not taken away: it proves what was written down.');
    }
  };
}
