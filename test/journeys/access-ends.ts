import { expect } from '@jest/globals';
import { eventually } from '#libs/testing';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import type { LocalHub } from '../../infra/local/local-hub.js';
import { clients } from '../../infra/local/parties.js';

/** A list of each service that a partner's system reads. */
const lists = {
  directory: 'organizations',
  liaison: 'liaison-requests',
  referrals: 'referrals',
  housing: 'holds',
  notifications: 'events',
} as const;
const minute = { timeoutMilliseconds: 60_000 };

/**
 * A machine's access ends, then a whole organization's: with a token that is valid still, every service refuses it within a
 * minute, on its own port and through the gateway, and lets it in again when it may. Returns the slowest refusal, in milliseconds.
 */
export async function accessEnds(hub: LocalHub, { party }: Stage): Promise<number> {
  const { memberId, organizationId } = clients.find(({ name }) => name === 'partner')!;
  const [token, colleague] = [await hub.token('partner'), await hub.token('ngo')];
  const answers = async (bearer: string) =>
    Promise.all(
      Object.entries(lists).flatMap(([app, list]) =>
        [hub.gatewayUrl, `http://localhost:${hub.settings.ports[app as keyof typeof lists]}`].map(
          async (base) => {
            const response = await fetch(`${base}/v1/${list}`, {
              headers: { authorization: `Bearer ${bearer}` },
            });
            const { code } = (await response.json()) as { code?: string };
            return `${app} ${response.status} ${code ?? ''}`;
          },
        ),
      ),
    );
  const each = (answer: string) =>
    Object.keys(lists).flatMap((app) => [`${app} ${answer}`, `${app} ${answer}`]);
  const letIn = () => eventually(async () => expect(await answers(token)).toEqual(each('200 ')), minute);
  const refused = async (code: string) => {
    const startedAt = performance.now();
    await eventually(async () => expect(await answers(token)).toEqual(each(`403 ${code}`)), minute);
    return performance.now() - startedAt;
  };

  const admin = party('ngo-admin');
  await admin.post('/v1/members', { memberId, role: 'partner_system' }, { expect: 201 });
  await letIn();
  await admin.post(`/v1/members/${memberId}/remove`, {});
  const removal = await refused('member/removed');
  const reads = Object.entries(lists).filter(([app]) => app !== 'notifications');
  expect(await answers(colleague)).toEqual(expect.arrayContaining(reads.map(([app]) => `${app} 200 `)));
  await admin.post('/v1/members', { memberId, role: 'partner_system' }, { expect: 201 });
  await letIn();

  const office = party('officer');
  await office.post(`/v1/organizations/${organizationId}/suspend`, { reasonCode: 'security_incident' });
  const suspension = await refused('organization/not-active');
  await office.post(`/v1/organizations/${organizationId}/reinstate`, {});
  await letIn();
  return Math.max(removal, suspension);
}
