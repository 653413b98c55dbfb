import type { Tx } from '#libs/messaging';
import type { KnownOrganization } from '../domain/consent.js';

/** What consents knows of the directory, from its events. */
export async function keepOrganization(tx: Tx, organization: KnownOrganization): Promise<void> {
  await tx.query(
    `insert into known_organization (organization_id, type, department_code) values ($1, $2, $3)
     on conflict (organization_id) do update set type = excluded.type, department_code = excluded.department_code`,
    [organization.id, organization.type, organization.departmentCode],
  );
}

export function organizationsOf(tx: Tx, ids: readonly string[]): Promise<KnownOrganization[]> {
  return tx.query<KnownOrganization & object>(
    `select organization_id as id, type, department_code as "departmentCode" from known_organization
     where organization_id = any ($1::uuid[])`,
    [ids],
  );
}
