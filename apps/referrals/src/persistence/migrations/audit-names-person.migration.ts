import { rolesOf } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { app, worker } = rolesOf('referrals');

/**
 * Who read a person's referral stands in the audit under the sender's pseudonym of the person (R17), also where the receiver
 * read: the receiver's transaction, which may not see that pseudonym, writes the line, and the database completes it.
 */
export class AuditNamesPerson1764000000021 implements MigrationInterface {
  readonly name = 'AuditNamesPerson1764000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function name_person_in_audit() returns trigger
        language plpgsql security definer set search_path = public
        as $$
        begin
          select person.participant_ref, referral.sender_organization_id, referral.consent_ref
          into new.participant_ref, new.participant_organization_id, new.consent_ref
          from referral
          join referral_person person
            on person.referral_id = referral.id and person.organization_id = referral.sender_organization_id
          where referral.id = new.subject_id::uuid;
          return new;
        end $$;
      revoke execute on function name_person_in_audit from public;
      grant execute on function name_person_in_audit to ${app}, ${worker};
      create trigger names_person before insert on audit_log for each row
        when (new.subject_type = 'referral' and new.participant_ref is null)
        execute function name_person_in_audit();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger names_person on audit_log; drop function name_person_in_audit');
  }
}
