import { grantedFor } from '#libs/access';
import type { Role } from '#libs/kernel';
import { apps } from '../../infra/postgres/databases.js';
import { everyOrganization, namesOne, officeId, pathOf, type KnownThings } from './known-things.js';
import { operations, type Operation } from './requests.js';
import type { ProbedHub } from './stage.js';

/** What an administrator may be shown beside what the table calls administration: names of organizations and regions, and the state of their own webhooks. */
const withoutContent = ['organization', 'regionalHub', 'region', 'subscription', 'delivery'];

export function holdsContent({ name }: Operation): boolean {
  const granted = grantedFor(name);
  if (!granted) return true;
  return !withoutContent.includes(granted.thingName) && granted.thing.secondFactor !== 'administration';
}

/** Every reading of what holds content, of things that there are, that answers this role of any organization with success (R65). */
export async function contentShownTo(role: Role, hub: ProbedHub, things: KnownThings): Promise<string[]> {
  const shown = new Set<string>();
  for (const operation of operations.filter((one) => one.method === 'GET' && holdsContent(one))) {
    const known = things.of(operation);
    const urls =
      namesOne(operation) && known.length > 0
        ? known.map(({ id }) => pathOf(operation, id))
        : [operation.path];
    for (const url of urls)
      for (const organization of everyOrganization) {
        const { status } = await hub.call({ organization, role, secondFactor: true }, 'GET', url);
        if (status < 300) shown.add(operation.name);
      }
  }
  return [...shown].sort();
}

/** What the operations of each service's own port tell an operator: names of all fields, at any depth. */
export async function fieldsShownToOperators(hub: ProbedHub): Promise<string[]> {
  const fields = new Set<string>();
  for (const app of apps) {
    const url = `http://localhost:${hub.hub.settings.ports[app]}/operations/messages`;
    const token = await hub.tokenOf({ organization: officeId, role: 'admin', secondFactor: true });
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (response.status !== 200) throw new Error(`${app} answered ${response.status}.`);
    JSON.stringify(await response.json(), (name, value: unknown) => {
      if (name !== '' && !/^\d+$/.test(name)) fields.add(name);
      return value;
    });
  }
  return [...fields].sort();
}
