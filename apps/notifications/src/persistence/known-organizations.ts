import { itself } from '#libs/known-access';
import type { Tx } from '#libs/messaging';

/** SQL: whether what is linked to a person may go to the organization of `row` (R4); not before the hub knows what it is. */
export const mayHaveOf = (row: string) => `(not ${row}.person_linked or exists (
  select from known_organization known
  where known.organization_id = ${row}.organization_id and not known.is_enforcement))`;

/** SQL: whether the organization of `row` is told anything now: not one that is suspended, or whose part has ended (R65). */
export const isToldOf = (row: string) => `not exists (
  select from known_access access
  where access.organization_id = ${row}.organization_id and access.member_id = '${itself}' and access.standing <> 'active')`;

/** Keeps what the directory says of an organization. */
export async function keepOrganization(
  tx: Tx,
  { id, isEnforcement }: { id: string; isEnforcement: boolean },
): Promise<void> {
  await tx.query(
    `insert into known_organization (organization_id, is_enforcement) values ($1, $2)
     on conflict (organization_id) do update set is_enforcement = excluded.is_enforcement`,
    [id, isEnforcement],
  );
}

/** Whether the caller's own organization enforces the law; false where the hub has not heard of it yet. */
export async function enforcesLaw(tx: Tx, organizationId: string): Promise<boolean> {
  const [known] = await tx.query<{ is_enforcement: boolean }>(
    'select is_enforcement from known_organization where organization_id = $1',
    [organizationId],
  );
  return known?.is_enforcement ?? false;
}
