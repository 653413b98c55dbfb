import { ownedByWorker, rolesOf, visibleToParties } from '#libs/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { app } = rolesOf('housing');

const aggregateColumns = `
  id uuid primary key,
  version int not null,
  mode text not null,
  correlation_id uuid not null`;

/** Who keeps a resource: its provider, and whoever imports it. Everyone may read it, nobody else may change it. */
const keeps = (resourceId: string) => `exists (
  select from party
  where party.aggregate_id = ${resourceId} and party.organization_id = hub_organization()
    and party.capacity in ('provider', 'importer'))`;

const figures = `
  total_units int, occupied_units int, out_of_service_units int, arrived_since_units int, held_units int,
  available_units int, overcommitted boolean, stale boolean, age_minutes int, observed_at timestamptz`;

export class HousingTables1764000000001 implements MigrationInterface {
  readonly name = 'HousingTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table housing_resource (
        ${aggregateColumns},
        provider_organization_id uuid not null,
        source_ref text not null,
        region_code text not null,
        region_path jsonb not null,
        capacity_type text not null,
        needs jsonb not null,
        hold_mode text not null check (hold_mode in ('on_confirmation', 'instant', 'phone_only')),
        hold_minutes int not null check (hold_minutes between 15 and 1440),
        room_capacity_persons int check (room_capacity_persons >= 1),
        freshness_minutes int not null,
        unique (provider_organization_id, source_ref, mode)
      );
      create index housing_resource_in_region on housing_resource using gin (region_path jsonb_path_ops);
      ${visibleToParties('housing', 'housing_resource')}
      create policy by_keeper_change on housing_resource as restrictive for update to ${app}
        using (${keeps('housing_resource.id')});

      -- What tells where a place is (R16) stays in a table of its own: for those who keep it, never in a list or an event.
      create table housing_resource_address (
        resource_id uuid primary key references housing_resource (id),
        name text not null,
        organization_ref text not null,
        organization_name text not null,
        line text,
        city text,
        province text,
        postal_code text
      );
      ${ownedByWorker('housing', 'housing_resource_address')}
      create policy by_keeper on housing_resource_address to ${app}
        using (${keeps('housing_resource_address.resource_id')})
        with check (${keeps('housing_resource_address.resource_id')});
      grant select, insert, update on housing_resource_address to ${app};

      create table capacity_snapshot (
        id uuid primary key,
        resource_id uuid not null references housing_resource (id),
        mode text not null,
        total_units int not null check (total_units >= 0),
        occupied_units int not null check (occupied_units >= 0),
        out_of_service_units int not null check (out_of_service_units >= 0),
        observed_at timestamptz not null,
        reported_at timestamptz not null,
        original_date date,
        source text not null,
        unique (resource_id, observed_at, total_units, occupied_units, out_of_service_units)
      );
      create index capacity_snapshot_latest on capacity_snapshot (resource_id, observed_at desc, reported_at desc, id desc);
      ${ownedByWorker('housing', 'capacity_snapshot')}
      create policy by_keeper_read on capacity_snapshot for select to ${app} using (${keeps('capacity_snapshot.resource_id')});
      create policy by_keeper_add on capacity_snapshot for insert to ${app} with check (${keeps('capacity_snapshot.resource_id')});
      grant select, insert on capacity_snapshot to ${app};
      create trigger append_only before update or delete or truncate on capacity_snapshot execute function refuse_change();

      create table housing_request (
        ${aggregateColumns},
        referral_id uuid not null,
        sender_organization_id uuid not null,
        requester_organization_id uuid not null,
        region_code text not null,
        needs jsonb not null,
        household_size int not null check (household_size >= 1),
        arrival_expected_at timestamptz,
        status text not null,
        ring text not null,
        offers_due_at timestamptz not null,
        asked jsonb not null,
        refusals jsonb not null,
        standing_offers jsonb not null,
        hold_id uuid,
        end_reason_codes jsonb not null
      );
      create unique index one_open_request_for_a_referral on housing_request (referral_id)
        where status in ('open', 'offered', 'holding');
      ${visibleToParties('housing', 'housing_request')}

      create table housing_offer (
        ${aggregateColumns},
        housing_request_id uuid not null references housing_request (id),
        requester_organization_id uuid not null,
        provider_organization_id uuid not null,
        resource_id uuid references housing_resource (id),
        status text not null,
        reason_code text,
        will_be_backup boolean not null,
        made_at timestamptz not null,
        valid_until timestamptz
      );
      create index housing_offer_of_request on housing_offer (housing_request_id);
      ${visibleToParties('housing', 'housing_offer')}

      create table housing_hold (
        ${aggregateColumns},
        housing_request_id uuid not null references housing_request (id),
        referral_id uuid not null,
        offer_id uuid not null references housing_offer (id),
        resource_id uuid not null references housing_resource (id),
        provider_organization_id uuid not null,
        requester_organization_id uuid not null,
        sender_organization_id uuid not null,
        status text not null,
        hold_minutes int not null,
        placed_at timestamptz not null,
        expires_at timestamptz not null,
        extended boolean not null,
        arrival_expected_by timestamptz,
        arrived_at timestamptz,
        reason_code text
      );
      create unique index one_live_hold_for_a_request on housing_hold (housing_request_id) where status in ('held', 'confirmed');
      create index housing_hold_live on housing_hold (resource_id) where status in ('held', 'confirmed');
      create index housing_hold_arrived on housing_hold (resource_id, arrived_at) where status = 'arrived';
      ${visibleToParties('housing', 'housing_hold')}

      create table unmet_need (
        housing_request_id uuid primary key references housing_request (id),
        organization_id uuid not null,
        mode text not null,
        region_code text not null,
        needs jsonb not null,
        reason_codes jsonb not null check (jsonb_array_length(reason_codes) >= 1),
        at timestamptz not null
      );
      ${ownedByWorker('housing', 'unmet_need')}
      create policy by_requester_read on unmet_need for select to ${app} using (organization_id = hub_organization());
      create policy by_requester_add on unmet_need for insert to ${app} with check (organization_id = hub_organization());
      grant select, insert on unmet_need to ${app};
      create trigger append_only before update or delete or truncate on unmet_need execute function refuse_change();

      create table referral (
        id uuid primary key,
        mode text not null,
        correlation_id uuid not null,
        sender_organization_id uuid not null,
        receiver_organization_id uuid not null,
        region_code text not null,
        needs jsonb not null,
        state text not null
      );
      ${ownedByWorker('housing', 'referral')}
      create policy by_receiver on referral for select to ${app} using (receiver_organization_id = hub_organization());
      grant select on referral to ${app};

      -- The caller's own referral, locked: it cannot be cancelled between our look and our commit.
      create function lock_referral(referral_id uuid) returns setof referral
        language sql volatile security definer set search_path = public
        as $$ select * from referral where id = referral_id and receiver_organization_id = hub_organization() for update $$;

      -- R37, R38: the figures of a resource as they are now; derived from the latest count, the arrivals after it and the
      -- live holds of every organization. No row: nobody ever reported any.
      create function housing_resource_figures(resource uuid) returns table (${figures})
        language sql stable security definer set search_path = public
        as $$
          select latest.total_units,
                 latest.occupied_units + arrived.units,
                 latest.out_of_service_units,
                 arrived.units,
                 held.units,
                 greatest(0, latest.total_units - latest.occupied_units - arrived.units - held.units - latest.out_of_service_units),
                 latest.total_units < latest.occupied_units + arrived.units + held.units,
                 hub_now() - latest.observed_at > place.freshness_minutes * interval '1 minute',
                 greatest(0, floor(extract(epoch from hub_now() - latest.observed_at) / 60))::int,
                 latest.observed_at
          from housing_resource place
          cross join lateral (
            select * from capacity_snapshot snapshot where snapshot.resource_id = place.id
            order by snapshot.observed_at desc, snapshot.reported_at desc, snapshot.id desc limit 1) latest
          cross join lateral (
            select count(*)::int as units from housing_hold hold
            where hold.resource_id = place.id and hold.status = 'arrived' and hold.arrived_at > latest.observed_at) arrived
          cross join lateral (
            select count(*)::int as units from housing_hold hold
            where hold.resource_id = place.id and hold.status in ('held', 'confirmed')
              and case hold.status when 'held' then hold.expires_at else hold.arrival_expected_by end > hub_now()) held
          where place.id = resource
        $$;

      -- R39: the one place where a last bed is locked. The figures are read after the lock, by a statement of their own, so
      -- that they show what the one before us committed.
      create function lock_housing_resource(resource uuid) returns table (${figures})
        language plpgsql volatile security definer set search_path = public
        as $$
        begin
          perform from housing_resource place where place.id = resource for update;
          return query select * from housing_resource_figures(resource);
        end $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The housing tables are not taken away: they hold what was promised.');
  }
}
