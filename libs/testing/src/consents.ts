import { randomUUID } from 'node:crypto';
import {
  ConsentsHeartbeat,
  GrantChanged,
  GrantEnded,
  GrantGiven,
  LegalExceptionEnded,
  LegalExceptionRecorded,
  type Contract,
  type DataOf,
} from '#libs/contracts';
import { partitionOf, type Broker } from '#libs/messaging';
import pg from 'pg';
import { publishAs, topics } from './app.js';
import type { TestDatabase } from './database.js';

type GrantState = Omit<DataOf<typeof GrantGiven>, 'partition' | 'place'>;
type Exception = Omit<DataOf<typeof LegalExceptionRecorded>, 'partition' | 'place'>;

interface TestConsent<State> {
  readonly id: string;
  readonly mode: string;
  sequence: number;
  state: State;
}

/**
 * Tells an app what `consents` would tell it: grants and exceptions with their places, and heartbeats with how many there are,
 * at the time of the app's database.
 */
export function testConsents({ broker, database }: { broker: Broker; database: TestDatabase }) {
  const lost: (() => Promise<void>)[] = [];
  const written = new Map<string, { stream: string; partition: number; place: number }>();

  async function tell(
    contract: Contract,
    consent: { id: string; mode: string; sequence: number },
    data: object,
    isLost = false,
  ): Promise<void> {
    const { type, topic, aggregate } = contract;
    const { partitions } = topics.find(({ name }) => name === topic)!;
    const partition = partitionOf(consent.id, partitions);
    const name = `${aggregate} ${partition}`;
    const place = (written.get(name)?.place ?? 0) + 1;
    written.set(name, { stream: aggregate, partition, place });
    consent.sequence += 1;
    const { id: subject, mode, sequence } = consent;
    const event = { type, topic, aggregate, subject, mode, sequence, data: { ...data, partition, place } };
    const publish = () => publishAs(broker, event);
    if (isLost) lost.push(publish);
    else await publish();
  }

  const now = async (): Promise<Date> => {
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ now: Date }>('select hub_now() as now');
    await client.end();
    return rows[0]!.now;
  };
  const year = 365 * 86_400_000;

  return {
    /** A person agrees; what is not said is: one recipient of its own, a referral, needs, from now, for a year. */
    async give(
      state: Partial<GrantState> = {},
      { mode = 'actual', isLost = false } = {},
    ): Promise<TestConsent<GrantState>> {
      const at = await now();
      const grant = {
        id: randomUUID(),
        mode,
        sequence: 0,
        state: {
          ownerOrganizationId: randomUUID(),
          participantRef: randomUUID(),
          recipientOrganizationIds: [randomUUID()],
          purposes: ['referral'],
          dataClasses: ['needs'],
          from: at.toISOString(),
          until: new Date(at.getTime() + year).toISOString(),
          ...state,
        },
      };
      await tell(GrantGiven, grant, grant.state, isLost);
      return grant;
    },
    /** What remains after a part was withdrawn. */
    async change(grant: TestConsent<GrantState>, remains: Partial<GrantState>): Promise<void> {
      grant.state = { ...grant.state, ...remains };
      await tell(GrantChanged, grant, grant.state);
    },
    async end(
      grant: TestConsent<GrantState>,
      reason = 'withdrawn',
      { isLost = false, otherGrantIds = [] as string[] } = {},
    ): Promise<void> {
      const { ownerOrganizationId, participantRef } = grant.state;
      await tell(GrantEnded, grant, { ownerOrganizationId, participantRef, reason, otherGrantIds }, isLost);
    },
    async recordException(state: Partial<Exception> = {}): Promise<TestConsent<Exception>> {
      const at = await now();
      const exception = {
        id: randomUUID(),
        mode: 'actual',
        sequence: 0,
        state: {
          ownerOrganizationId: randomUUID(),
          participantRef: randomUUID(),
          recipientOrganizationId: randomUUID(),
          purpose: 'referral',
          dataClasses: ['needs'],
          legalBasis: 'court_order',
          from: at.toISOString(),
          until: new Date(at.getTime() + 2 * 86_400_000).toISOString(),
          ...state,
        },
      };
      await tell(LegalExceptionRecorded, exception, exception.state);
      return exception;
    },
    async endException(exception: TestConsent<Exception>, reason = 'expired'): Promise<void> {
      const { ownerOrganizationId, participantRef } = exception.state;
      await tell(LegalExceptionEnded, exception, { ownerOrganizationId, participantRef, reason });
    },
    /** What was lost arrives after all. */
    async tellLost(): Promise<void> {
      for (const publish of lost.splice(0)) await publish();
    },
    /** Says how many events there are, at the database's time. */
    async beat(): Promise<void> {
      const { type, topic, aggregate } = ConsentsHeartbeat;
      const data = { at: (await now()).toISOString(), streams: [...written.values()] };
      await publishAs(broker, { type, topic, aggregate, subject: randomUUID(), data });
    },
  };
}
