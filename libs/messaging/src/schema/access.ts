/** The three roles of an app's database: migrations, HTTP as an organization, and the app itself. */
export interface DatabaseRoles {
  readonly owner: string;
  readonly app: string;
  readonly worker: string;
}

export function rolesOf(app: string): DatabaseRoles {
  return { owner: `${app}_owner`, app: `${app}_app`, worker: `${app}_worker` };
}

/**
 * SQL that forces row level security on a table: an organization sees and changes the rows whose aggregate it is party to,
 * the app's worker all of them, and without an organization in the transaction there is no row.
 * The owner's policy is for the security definer functions that count across organizations (the last bed's lock).
 */
export function visibleToParties(app: string, table: string, aggregateId = 'id'): string {
  const roles = rolesOf(app);
  const isParty = `exists (select from party where party.aggregate_id = ${table}.${aggregateId})`;
  return `
    ${forceRowSecurity(app, table)}
    create policy by_party_read on ${table} for select to ${roles.app} using (${isParty});
    create policy by_party_change on ${table} for update to ${roles.app} using (${isParty});
    create policy by_organization on ${table} for insert to ${roles.app} with check (hub_organization() is not null);
    grant select, insert, update on ${table} to ${roles.app};`;
}

/** SQL for a table that only the app itself uses, or that an app lets every organization read (a read model without people). */
export function ownedByWorker(app: string, table: string, readableByOrganizations = false): string {
  const roles = rolesOf(app);
  return `
    ${forceRowSecurity(app, table)}
    ${
      readableByOrganizations
        ? `create policy by_anyone on ${table} for select to ${roles.app} using (hub_organization() is not null);
           grant select on ${table} to ${roles.app};`
        : ''
    }`;
}

/** SQL for rows that belong to one organization, named in the column `organization_id`. */
export function ownedByOrganization(
  app: string,
  table: string,
  rights = 'select, insert, update, delete',
): string {
  const roles = rolesOf(app);
  return `
    ${forceRowSecurity(app, table)}
    create policy by_organization on ${table} to ${roles.app}
      using (organization_id = hub_organization()) with check (organization_id = hub_organization());
    grant ${rights} on ${table} to ${roles.app};`;
}

function forceRowSecurity(app: string, table: string): string {
  const roles = rolesOf(app);
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy by_worker on ${table} to ${roles.worker} using (true) with check (true);
    create policy by_owner on ${table} to ${roles.owner} using (true) with check (true);
    grant select, insert, update, delete on ${table} to ${roles.worker};`;
}
