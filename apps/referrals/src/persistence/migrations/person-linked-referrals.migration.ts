import { ownedByWorker, rolesOf } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { app, worker } = rolesOf('referrals');

export class PersonLinkedReferrals1764000000020 implements MigrationInterface {
  readonly name = 'PersonLinkedReferrals1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table referral
        alter column request_id drop not null,
        alter column sent_at drop not null,
        alter column response_due_at drop not null,
        add part_of uuid references referral,
        add purpose text,
        add data_classes jsonb not null default '[]',
        add consent_ref uuid,
        add consent_until timestamptz,
        add sharing_stopped boolean not null default false,
        add receiver_sees boolean not null default true;

      -- The person, as each organization knows them (R14): one row for the sender, one for the receiver once it was sent.
      -- A row without a participant_ref is what erasure leaves.
      create table referral_person (
        referral_id uuid not null references referral,
        organization_id uuid not null,
        -- Of the person's key; the same in all rows of one sender's participant_ref.
        subject_id uuid not null,
        participant_ref uuid,
        age_band text,
        note bytea,
        ended_at timestamptz,
        primary key (referral_id, organization_id)
      );
      create index referral_person_of_participant on referral_person (organization_id, participant_ref);
      ${ownedByWorker('referrals', 'referral_person')}
      create policy by_organization on referral_person to ${app}
        using (organization_id = hub_organization() and ended_at is null)
        with check (organization_id = hub_organization());
      grant select, insert on referral_person to ${app};

      -- Gives the receiver what the sender wrote, under another pseudonym: the one that this receiver has for this person
      -- already, or a new random one. Only the sender, or the app itself, can.
      create function share_person(referral uuid) returns void
        language plpgsql volatile security definer set search_path = public
        as $$
        declare
          sent record;
          known uuid;
        begin
          select r.receiver_organization_id as receiver, person.* into strict sent
          from referral r
          join referral_person person on person.referral_id = r.id and person.organization_id = r.sender_organization_id
          where r.id = share_person.referral
            and (r.sender_organization_id = hub_organization() or session_user = '${worker}');
          perform pg_advisory_xact_lock(hashtextextended(sent.organization_id || ' ' || sent.participant_ref || ' ' || sent.receiver, 0));
          select theirs.participant_ref into known
          from referral_person ours
          join referral_person theirs on theirs.referral_id = ours.referral_id and theirs.organization_id = sent.receiver
          where ours.organization_id = sent.organization_id and ours.participant_ref = sent.participant_ref
            and theirs.participant_ref is not null
          limit 1;
          insert into referral_person (referral_id, organization_id, subject_id, participant_ref, age_band, note)
          values (sent.referral_id, sent.receiver, sent.subject_id, coalesce(known, gen_random_uuid()), sent.age_band, sent.note);
        end $$;

      -- R11, R36: the receiver is not party any more, and its row of the person is out of its sight. Only who is party, or
      -- the app itself, can.
      create function end_receivers_access(referral uuid) returns void
        language plpgsql volatile security definer set search_path = public
        as $$
        begin
          if not (hub_may_name_parties(end_receivers_access.referral) or session_user = '${worker}') then
            raise exception 'referral % is not yours', end_receivers_access.referral;
          end if;
          delete from party where aggregate_id = end_receivers_access.referral and capacity = 'receiver';
          update referral_person person set ended_at = hub_now()
          from referral r
          where r.id = end_receivers_access.referral and person.referral_id = r.id
            and person.organization_id = r.receiver_organization_id and person.ended_at is null;
        end $$;
      revoke execute on function share_person, end_receivers_access from public;
      grant execute on function share_person, end_receivers_access to ${app}, ${worker};
    `);
  }

  async down(): Promise<void> {
    throw new Error('The tables of persons are not taken away: they hold what was shared, and with whom.');
  }
}
