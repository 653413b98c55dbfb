import type { Mode, Role } from '#libs/kernel';
import type { EntityManager, ObjectLiteral, EntityTarget } from 'typeorm';

/** Who acts: a member of an organization, taken from the token (R65). */
export interface Actor {
  readonly organizationId: string;
  readonly memberId: string;
  readonly role: Role;
}

/** What led to this transaction; travels on in every event it writes. */
export interface Cause {
  /** Same for everything that follows from one filing. */
  readonly correlationId?: string;
  /** The event that was handled, if one was. */
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}

/** What an HTTP command brings along. */
export interface CommandContext {
  readonly actor: Actor;
  readonly cause: Cause;
  /** Hub-Mode of a filing; later steps take the mode of the thing they act on. */
  readonly mode: Mode;
  readonly idempotency: IdempotencyKey;
  /** The version the caller saw (If-Match); absent: the caller does not mind. */
  readonly ifMatch?: number;
}

/** draft-ietf-httpapi-idempotency-key-header-07 */
export interface IdempotencyKey {
  /** At most 255 characters, chosen by the client. */
  readonly key: string;
  /** Method and path. */
  readonly route: string;
  /** SHA-256 of the body, hexadecimal. */
  readonly fingerprint: string;
  /** Set by the unit of work where a stored answer was given again. */
  replayed?: boolean;
}

export type Query = <Row extends ObjectLiteral>(
  sql: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;

/**
 * One open transaction, handed from hand to hand: there is no ambient one. It knows who acts, why, and what time it is.
 */
export interface Tx {
  readonly manager: EntityManager;
  /** The database's time at the start of the transaction, for decisions and deadlines alike (`hub_now()`). */
  readonly now: Date;
  /** Absent where a consumer or a timer acts. */
  readonly actor: Actor | undefined;
  readonly cause: Cause;
  readonly ifMatch: number | undefined;
  newId(): string;
  readonly query: Query;
  /** Sends a statement and goes on: where it fails, the transaction does. */
  write(sql: string, parameters: readonly unknown[]): void;
  /** The row with this id, locked for the rest of the transaction, or null where there is none that the actor may see. */
  lock<Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: string): Promise<Row | null>;
  /** The same transaction for another cause: a batch of events shares one commit. */
  because(cause: Cause): Tx;
  /** Takes back what `work` wrote, and what it gathered, if it throws. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Hands all items of the transaction to `write` at once, before the commit: one statement for many events. */
  gather<Item>(item: Item, write: (tx: Tx, items: readonly Item[]) => Promise<void>): void;
  /** Called once the transaction has committed. */
  afterCommit(effect: () => void): void;
}
