import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '#libs/kernel';
import { clients, type DemonstrationOrganization } from './parties.js';

export interface AdmissionStep {
  readonly path: string;
  readonly body: object;
  /** Type of the event that it leaves. */
  readonly event: string;
}

const stepsDone: Readonly<Record<string, number>> = { applied: 1, vetted: 2, agreement: 3, ended: 2 };

/** What the liaison office still has to send, in order, so that an organization becomes active (R65). */
export function admissionOf(
  { id, name, type, departmentCode }: DemonstrationOrganization,
  now: Date,
  standing?: string,
): readonly AdmissionStep[] {
  const until = new Date(now);
  until.setUTCFullYear(now.getUTCFullYear() + 1);
  const at = (step: string) => `/v1/organizations/${id}/${step}`;
  const steps: AdmissionStep[] = [
    {
      path: '/v1/organizations',
      body: { id, name, type, ...(departmentCode ? { departmentCode } : {}) },
      event: 'directory.organization-applied.v1',
    },
    { path: at('vet'), body: {}, event: 'directory.organization-vetted.v1' },
    {
      path: at('agreement'),
      body: { until: until.toISOString() },
      event: 'directory.agreement-recorded.v1',
    },
    { path: at('activate'), body: {}, event: 'directory.organization-activated.v1' },
  ];
  return standing === 'active' ? [] : steps.slice(stepsDone[standing ?? ''] ?? 0);
}

/** A list of each service that a role works with. */
const listsOf: Readonly<Partial<Record<Role, readonly string[]>>> = {
  ngo_worker: ['liaison-requests', 'consents', 'referrals', 'holds'],
  hub_coordinator: ['liaison-requests', 'consents', 'referrals', 'holds'],
  provider_worker: ['consents', 'referrals', 'holds'],
  department_officer: ['taskings'],
  partner_system: ['liaison-requests', 'referrals', 'holds', 'events'],
};
const attemptsMax = 400;

/** Until every service has heard that its parties are active: each learns it from an event, by itself. */
export async function untilAdmitted(
  gatewayUrl: string,
  token: (client: string) => Promise<string>,
): Promise<void> {
  for (const { name, role } of clients) {
    for (const list of listsOf[role] ?? []) {
      for (
        let attempt = 0;
        !(await isAdmitted(`${gatewayUrl}/v1/${list}`, await token(name)));
        attempt += 1
      ) {
        if (attempt === attemptsMax) throw new Error(`${name} is not let in to ${list}.`);
        await sleep(50);
      }
    }
  }
}

async function isAdmitted(url: string, token: string): Promise<boolean> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => undefined);
  await response?.arrayBuffer();
  return response !== undefined && response.status < 400;
}
