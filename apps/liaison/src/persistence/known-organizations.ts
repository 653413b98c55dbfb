import { regionContains } from '#libs/codes';
import type { Tx } from '#libs/messaging';

/** What liaison knows of the directory, from its events. */
export async function keepOrganization(
  tx: Tx,
  organization: { id: string; type: string; departmentCode: string | null },
): Promise<void> {
  await tx.query(
    `insert into known_organization (organization_id, type, department_code) values ($1, $2, $3)
     on conflict (organization_id) do update set type = excluded.type, department_code = excluded.department_code`,
    [organization.id, organization.type, organization.departmentCode],
  );
}

export async function keepHub(
  tx: Tx,
  hub: { organizationId: string; regionCodes: readonly string[] },
): Promise<void> {
  await tx.query(
    `insert into known_hub (organization_id, region_codes) values ($1, $2)
     on conflict (organization_id) do update set region_codes = excluded.region_codes`,
    [hub.organizationId, JSON.stringify(hub.regionCodes)],
  );
}

export async function liaisonOffice(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.query<{ organization_id: string }>(
    `select organization_id from known_organization where type = 'liaison_office' order by organization_id limit 1`,
  );
  return row?.organization_id;
}

/** Department code to the organization that answers for it. */
export async function departmentOrganizations(
  tx: Tx,
  departments: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ department_code: string; organization_id: string }>(
    `select department_code, organization_id from known_organization where department_code = any ($1)`,
    [departments],
  );
  return new Map(rows.map((row) => [row.department_code, row.organization_id]));
}

export async function hubServes(tx: Tx, organizationId: string, regionCode: string): Promise<boolean> {
  const [row] = await tx.query<{ region_codes: string[] }>(
    'select region_codes from known_hub where organization_id = $1',
    [organizationId],
  );
  return row?.region_codes.some((code) => regionContains(code, regionCode)) ?? false;
}
