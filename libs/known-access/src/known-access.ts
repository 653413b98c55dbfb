import { refusal, Refusal } from '#libs/kernel';
import type { Actor } from '#libs/messaging';

export const organizationNotActive = refusal(
  'organization/not-active',
  'forbidden',
  'Your organization is not active in the hub at the moment: "standing" says where it stands. Ask the liaison office.',
  'Votre organisation n’est pas active dans le carrefour en ce moment : « standing » dit où elle en est. Adressez-vous au bureau de liaison.',
);
export const memberRemoved = refusal(
  'member/removed',
  'forbidden',
  'Your access for this organization has ended. Ask its administrator.',
  'Votre accès pour cette organisation a pris fin. Adressez-vous à son administration.',
);
export const roleChanged = refusal(
  'member/other-role',
  'forbidden',
  'Your role in this organization is another one now. Sign in again to get a token with the role in "role", or ask your administrator.',
  'Votre rôle dans cette organisation a changé. Reconnectez-vous pour obtenir un jeton portant le rôle de « role », ou adressez-vous à votre administration.',
);
export const accessUnknown = refusal(
  'access/cannot-be-checked',
  'unavailable',
  'Whether your access still holds cannot be checked at the moment. Try again shortly.',
  'Il est impossible de vérifier en ce moment si votre accès tient toujours. Réessayez sous peu.',
);

export type KnownStanding = 'applied' | 'active' | 'suspended' | 'ended' | 'removed';

/** In place of a member: the organization itself. */
export const itself = '00000000-0000-0000-0000-000000000000';

interface KnownRow {
  readonly organization_id: string;
  readonly member_id: string;
  readonly standing: KnownStanding;
  readonly role: string | null;
}

export interface KnownAccessOptions {
  /** The app's database as its worker. */
  readonly database: { query(sql: string): Promise<KnownRow[]> };
  /** Operates the hub: what would shut it out could never be undone. */
  readonly officeOrganizationId: string;
  /** Also organizations that the directory never told of: for tests that make them up. */
  readonly trustUnregistered: boolean;
  readonly log: { warn(facts: object, text: string): void };
}

/** Every process reads the table so often: the consumer that keeps it may run in another instance. */
const readMilliseconds = 2_000;
/** Older than this, and nobody is let in: closed, not open. */
const believedMilliseconds = 30_000;

/**
 * Whose access holds, in memory: the guard asks at every request, and no request waits for the database. An organization that is
 * not active is refused, whatever its tokens say; so is a member who was removed or has another role. Effective within seconds
 * of the directory's event (R65).
 */
export class KnownAccess {
  private known = new Map<string, KnownRow>();
  private readAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: KnownAccessOptions) {}

  /** @throws where the table cannot be read: an app does not start without it */
  async start(): Promise<void> {
    await this.read();
    this.later();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** @throws Refusal `organization/not-active`, `member/removed`, `member/other-role` (403), `access/cannot-be-checked` (503) */
  assertHolds({ organizationId, memberId, role }: Actor): void {
    if (performance.now() - this.readAt > believedMilliseconds) throw new Refusal(accessUnknown);
    const standing = this.standingOf(organizationId);
    if (standing !== 'active') throw new Refusal(organizationNotActive, { facts: { standing } });
    const member = this.known.get(keyOf(organizationId, memberId));
    if (member?.standing === 'removed') throw new Refusal(memberRemoved);
    if (member && member.role !== role)
      throw new Refusal(roleChanged, { facts: { role: member.role, yourRole: role } });
  }

  /** Reads what the directory's events have left. @throws where the database is away */
  async read(): Promise<void> {
    const startedAt = performance.now();
    const rows = await this.options.database.query(
      'select organization_id, member_id, standing, role from known_access',
    );
    if (startedAt < this.readAt) return;
    this.known = new Map(rows.map((row) => [keyOf(row.organization_id, row.member_id), row]));
    this.readAt = startedAt;
  }

  private standingOf(organizationId: string): KnownStanding | 'unknown' {
    const { officeOrganizationId, trustUnregistered } = this.options;
    if (organizationId === officeOrganizationId) return 'active';
    return (
      this.known.get(keyOf(organizationId, itself))?.standing ?? (trustUnregistered ? 'active' : 'unknown')
    );
  }

  private later(): void {
    this.timer = setTimeout(() => {
      void this.readOrWarn().finally(() => this.timer && this.later());
    }, readMilliseconds).unref();
  }

  /** Where it cannot be read, what was read last holds for a while. */
  async readOrWarn(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      this.options.log.warn({ error: String(error) }, 'Whose access holds could not be read.');
    }
  }
}

const keyOf = (organizationId: string, memberId: string) => `${organizationId} ${memberId}`;
