import { Refusal, refusal, type Mode } from '#libs/kernel';
import type { Contract } from '#libs/contracts';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { Tx } from '../tx/tx.js';
import { checkData } from './check-data.js';
import { personLinkValues, type PersonLink } from './person-link.js';

/** What every aggregate's row has beside its own columns. */
export interface AggregateRow {
  readonly id: string;
  /** How many events of this aggregate were published: the `sequence` of the last one. */
  readonly version: number;
  readonly mode: Mode;
  readonly correlationId: string;
}

/** A domain event in its published form: `published-events.ts` of each app makes it. */
export interface PublishedEvent {
  readonly contract: Contract;
  readonly data: object;
  /** Who may hear of this one event, where that is fewer than all parties (a provider does not hear of others' offers). */
  readonly parties?: readonly string[];
  /** Id of the grant or legal exception on which something about a person is said (R9). It never leaves the hub. */
  readonly consentRef?: string;
}

export interface Party {
  readonly organizationId: string;
  /** In which part the organization is party: `sender`, `receiver`, `office` ... */
  readonly capacity: string;
}

/** In place of an organization: every registered one may see the row. */
export const everyone = '00000000-0000-0000-0000-000000000000';

export interface Change<Row extends AggregateRow> {
  readonly entity: EntityTarget<Row>;
  /** The aggregate's name, as in its contracts. */
  readonly aggregate: string;
  /** The new row; `version` is still the one that was loaded, 0 for a new aggregate. */
  readonly row: Row;
  /** Where absent, version 0 says so. A thing whose first steps are its maker's own business has a row before its first event. */
  readonly isNew?: boolean;
  readonly published: readonly (PublishedEvent | null)[];
  /** Everyone who is party after this change; those who were stay. */
  readonly parties: readonly Party[];
  /** Where the aggregate is about a person: stands in its audit line. */
  readonly person?: PersonLink;
}

export const changedMeanwhile = refusal(
  'request/changed-meanwhile',
  'precondition_failed',
  'Somebody changed this meanwhile. Read it again and decide on what it says now.',
  'Quelqu’un a modifié cet élément entre-temps. Relisez-le et décidez selon son état actuel.',
);

/** @throws Refusal `request/changed-meanwhile` (412) where the caller's If-Match names another version */
export function assertUnchanged(tx: Tx, row: AggregateRow): void {
  if (tx.ifMatch !== undefined && tx.ifMatch !== row.version) throw new Refusal(changedMeanwhile);
}

/**
 * Writes one decision: the row, its events into `event_log`, pointers into `outbox_pending`, its parties and its audit
 * line, in one statement. The row was locked before (`tx.lock`), so that positions in the log follow versions.
 * Returns the row with its new version.
 */
export async function saveAggregate<Row extends AggregateRow>(tx: Tx, change: Change<Row>): Promise<Row> {
  const { row, aggregate, isNew = row.version === 0 } = change;
  const published = change.published.filter((event) => event !== null);
  for (const { contract, data } of published) checkData(contract, data);
  const saved = { ...row, version: row.version + published.length };

  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const organizations = [...new Set(change.parties.map((party) => party.organizationId))];
  const events = published.map(({ contract, data, parties, consentRef }, index) => {
    const id = tx.newId();
    const sequence = row.version + index + 1;
    return {
      id,
      version: sequence,
      type: contract.type,
      topic: contract.topic,
      headers: headersOf(tx, {
        ...row,
        eventId: id,
        aggregate,
        contract,
        sequence,
        organizations: parties ?? organizations,
        consentRef,
      }),
      body: JSON.stringify(data),
    };
  });

  const [result] = await tx.query<{ rows: number }>(
    `with saved as (${isNew ? insertOf(tx, change.entity, saved, bind) : updateOf(tx, change.entity, saved, row.version, bind)}),
     named as (
       insert into party (aggregate_id, organization_id, capacity, since)
       select ${bind(row.id)}::uuid, organization, capacity, ${bind(tx.now)}::timestamptz
       from unnest(${bind(change.parties.map((party) => party.organizationId))}::uuid[],
                   ${bind(change.parties.map((party) => party.capacity))}::text[]) as named (organization, capacity)
       on conflict do nothing
     ),
     event as materialized (
       select nextval('event_log_position') as position, event.*
       from jsonb_to_recordset(${bind(JSON.stringify(events))}::jsonb)
         as event (id uuid, version int, type text, topic text, headers jsonb, body text)
     ),
     logged as (
       insert into event_log (position, event_id, aggregate_type, aggregate_id, aggregate_version, type, topic, headers, body, occurred_at)
       select position, id, ${bind(aggregate)}::text, ${bind(row.id)}::uuid, version, type, topic, headers, body, ${bind(tx.now)}::timestamptz
       from event
     ),
     audited as (
       insert into audit_log (at, organization_id, member_id, role, action, subject_type, subject_id, causation_id,
                              participant_ref, participant_organization_id, consent_ref)
       values (${bind(tx.now)}, ${bind(tx.actor?.organizationId ?? null)}, ${bind(tx.actor?.memberId ?? null)}, ${bind(tx.actor?.role ?? null)},
               ${bind(published.map((event) => event.contract.type).join(' ') || 'changed')}, ${bind(aggregate)}, ${bind(row.id)},
               ${bind(tx.cause.causationId ?? null)}, ${personLinkValues(tx, change.person).map(bind).join(', ')})
     ),
     pointed as (insert into outbox_pending (position) select position from event)
     select ${isNew ? '1' : '(select count(*)::int from saved)'} as rows`,
    parameters,
  );
  if (result?.rows !== 1)
    throw new Error(
      `${aggregate} ${row.id} was not at version ${row.version}: it must be locked before it is saved.`,
    );
  if (published.length > 0) tx.afterCommit(() => eventsWritten.forEach((listener) => listener()));
  return saved;
}

/** Whom to tell, in this process, that the outbox holds something new. */
export const eventsWritten = new Set<() => void>();

export interface HeaderFacts {
  readonly id: string;
  readonly eventId: string;
  readonly aggregate: string;
  readonly contract: Contract;
  readonly sequence: number;
  readonly mode: Mode;
  readonly correlationId: string;
  readonly organizations: readonly string[];
  readonly consentRef?: string | undefined;
}

/** CloudEvents 1.0, Kafka binary mode. `ce_parties` tells `notifications` who may hear of it; like `ce_consentref`, it never leaves the hub. */
export function headersOf(tx: Tx, facts: HeaderFacts): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: facts.eventId,
    ce_type: facts.contract.type,
    ce_source: `/${facts.contract.type.split('.')[0]}`,
    ce_subject: facts.id,
    ce_time: tx.now.toISOString(),
    ce_sequence: sequenceText(facts.sequence),
    ce_mode: facts.mode,
    ce_aggregate: facts.aggregate,
    ce_parties: facts.organizations.filter((organization) => organization !== everyone).join(','),
    ce_correlationid: facts.correlationId,
    ...(facts.consentRef ? { ce_consentref: facts.consentRef } : {}),
    ...(tx.cause.causationId ? { ce_causationid: tx.cause.causationId } : {}),
    ...(tx.cause.traceparent ? { traceparent: tx.cause.traceparent } : {}),
    'content-type': 'application/json',
  };
}

/** Zero-padded, so that it sorts as text (CloudEvents sequence extension). */
export function sequenceText(sequence: number): string {
  return String(sequence).padStart(10, '0');
}

function columnsOf<Row extends ObjectLiteral>(tx: Tx, entity: EntityTarget<Row>) {
  const metadata = tx.manager.connection.getMetadata(entity);
  return { table: metadata.tableName, columns: metadata.columns };
}

function valueOf(column: ColumnMetadata, row: ObjectLiteral): unknown {
  const value = row[column.propertyName] as unknown;
  return column.type === 'jsonb' && value !== null && value !== undefined
    ? JSON.stringify(value)
    : (value ?? null);
}

function insertOf<Row extends AggregateRow>(
  tx: Tx,
  entity: EntityTarget<Row>,
  row: Row,
  bind: (value: unknown) => string,
) {
  const { table, columns } = columnsOf(tx, entity);
  return `insert into ${table} (${columns.map((column) => column.databaseName).join(', ')})
          values (${columns.map((column) => bind(valueOf(column, row))).join(', ')})`;
}

function updateOf<Row extends AggregateRow>(
  tx: Tx,
  entity: EntityTarget<Row>,
  row: Row,
  version: number,
  bind: (value: unknown) => string,
) {
  const { table, columns } = columnsOf(tx, entity);
  const changes = columns
    .filter((column) => !column.isPrimary)
    .map((column) => `${column.databaseName} = ${bind(valueOf(column, row))}`);
  return `update ${table} set ${changes.join(', ')} where id = ${bind(row.id)} and version = ${bind(version)} returning 1`;
}
