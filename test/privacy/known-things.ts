import { organizations } from '../../infra/local/parties.js';
import type { Granted } from '#libs/access';
import { operations, type Operation } from './requests.js';
import { strangerId, type Caller, type ProbedHub } from './stage.js';

/** Where the things stand that a path names, and what says who is party to one: the database, not the code under test. */
const placeOf: Readonly<Record<string, { database: string; ids: string; parties?: string }>> = {
  // The one that operates the hub: nobody ends it while the others are probed.
  organizations: {
    database: 'directory',
    ids: `select id from organization where type = 'liaison_office'`,
  },
  members: {
    database: 'directory',
    ids: 'select member_id as id from membership',
    parties: `select organization_id, 'self' as capacity from membership where member_id = $1`,
  },
  'regional-hubs': { database: 'directory', ids: 'select id from regional_hub' },
  'liaison-requests': { database: 'liaison', ids: 'select id from liaison_request' },
  taskings: { database: 'liaison', ids: 'select id from department_tasking' },
  referrals: { database: 'referrals', ids: 'select id from referral' },
  'housing-resources': {
    database: 'housing',
    ids: `select id from housing_resource where mode = 'exercise'`,
  },
  'housing-requests': { database: 'housing', ids: 'select id from housing_request' },
  holds: { database: 'housing', ids: 'select id from housing_hold' },
  subscriptions: { database: 'notifications', ids: `select id from subscription where state <> 'deleted'` },
  consents: { database: 'consents', ids: 'select id from consent_grant' },
  'legal-exceptions': { database: 'consents', ids: 'select id from legal_exception' },
  participants: {
    database: 'consents',
    ids: 'select participant_ref as id from erased_participant',
    parties: `select organization_id, 'owner' as capacity from erased_participant where participant_ref = $1`,
  },
  deliveries: {
    database: 'notifications',
    ids: 'select id from delivery',
    parties: `select organization_id, 'self' as capacity from delivery where id = $1`,
  },
};
const partiesOfAggregate = 'select organization_id, capacity from party where aggregate_id = $1';
const thingsMax = 3;

/** One thing of the hub, and who has to do with it. */
export interface KnownThing {
  readonly id: string;
  readonly capacities: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Takes a pseudonym of the caller's own making: whoever else uses the same one is not concerned (R14). */
export const ofOnesOwn: readonly string[] = ['eraseParticipant'];

export const segmentOf = ({ path }: Operation) => path.split('/')[2]!;
const parameter = /\{(?:id|participantRef)\}/;
export const namesOne = ({ path }: Operation) => parameter.test(path);
export const pathOf = ({ path }: Operation, id: string) => path.replace(parameter, id);

/** Active, and party to nothing. */
export { strangerId };
export const officeId = organizations[0]!.id;
export const everyOrganization = [...organizations.map(({ id }) => id), strangerId];

/** What there is in the hub to probe with: some things of each path, and who is party to them. */
export class KnownThings {
  private readonly bySegment = new Map<string, KnownThing[]>();

  constructor(private readonly hub: ProbedHub) {}

  /** @throws where a path names things of which no place is known here, or has none: it would prove nothing */
  async learn(): Promise<this> {
    for (const segment of new Set(operations.filter(namesOne).map(segmentOf))) {
      const place = placeOf[segment];
      if (!place) throw new Error(`Nobody has said where the things of /v1/${segment} stand: name it here.`);
      const rows = await this.hub.rows<{ id: string }>(place.database, `${place.ids} limit ${thingsMax}`);
      if (rows.length === 0) throw new Error(`The hub has nothing of /v1/${segment} to probe with.`);
      const things = await Promise.all(rows.map(({ id }) => this.read(segment, id)));
      this.bySegment.set(segment, things as KnownThing[]);
    }
    return this;
  }

  of(operation: Operation): readonly KnownThing[] {
    return this.bySegment.get(segmentOf(operation)) ?? [];
  }

  /** Nothing where the path names none of which a place is known. */
  async read(segment: string, id: string): Promise<KnownThing | undefined> {
    const place = placeOf[segment];
    if (!place) return undefined;
    const { database, parties = partiesOfAggregate } = place;
    const rows = await this.hub.rows<{ organization_id: string; capacity: string }>(database, parties, [id]);
    const capacities = new Map<string, Set<string>>();
    for (const { organization_id, capacity } of rows)
      capacities.set(organization_id, (capacities.get(organization_id) ?? new Set()).add(capacity));
    return { id, capacities };
  }

  /** A caller that the table lets do this, to a thing it is party to where the path names one. */
  callerFor(operation: Operation, granted: Granted): { caller: Caller; thing: KnownThing | undefined } {
    const role = granted.roles[0]!;
    for (const thing of this.of(operation))
      for (const organization of everyOrganization)
        if (granted.actsAs.some((capacity) => capacitiesOf(thing, organization).has(capacity)))
          return { caller: { organization, role, secondFactor: true }, thing };
    const organization = granted.operatorsAlone ? officeId : organizations[1]!.id;
    return { caller: { organization, role, secondFactor: true }, thing: this.of(operation)[0] };
  }
}

export function capacitiesOf(thing: KnownThing | undefined, organization: string): ReadonlySet<string> {
  return new Set([
    'registered',
    ...(organization === officeId ? ['operator'] : []),
    ...(thing?.capacities.get(organization) ?? []),
  ]);
}
