import { randomUUID } from 'node:crypto';
import { RequestClosed, type Contract } from '#libs/contracts';
import type { Mode } from '#libs/kernel';
import { testDatabase } from '#libs/testing';
import pg from 'pg';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { IncomingRecord } from './brokers/broker.js';
import { visibleToParties } from './schema/access.js';
import { auditChain } from './schema/audit-chain.migration.js';
import { messagingTables } from './schema/messaging-tables.migration.js';
import { ParkedOnce1764600000002 } from './schema/parked-once.migration.js';
import { skippedRecords } from './schema/skipped-records.migration.js';
import type { CommandContext, Tx } from './tx/tx.js';
import type { PersonLink } from './writing/person-link.js';
import { saveAggregate, type PublishedEvent } from './writing/save-aggregate.js';

/** What the specs of this library write: the smallest aggregate there is, with the events of a liaison request. */
@Entity({ name: 'note' })
export class NoteRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'text' })
  mode!: Mode;
  @Column({ type: 'uuid', name: 'correlation_id' })
  correlationId!: string;
  @Column({ type: 'text' })
  text!: string;
}

class NoteTables1764000000001 implements MigrationInterface {
  readonly name = 'NoteTables1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table note (id uuid primary key, version int not null, mode text not null, correlation_id uuid not null, text text not null);
      ${visibleToParties('liaison', 'note')}
      grant delete on note to liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note');
  }
}

/** A database with the messaging tables and notes, and a connection that sees everything. */
export async function noteDatabase() {
  const database = await testDatabase('liaison', [
    messagingTables('liaison'),
    NoteTables1764000000001,
    skippedRecords('liaison'),
    ParkedOnce1764600000002,
    auditChain('liaison'),
  ]);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const rows = async <Row extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []) =>
    (await admin.query<Row>(sql, [...parameters])).rows;
  const close = async () => {
    await admin.end();
    await database.drop();
  };
  return { database, rows, close };
}

export const closed: PublishedEvent = { contract: RequestClosed, data: { how: 'confirmed' } };

export function newNote(text = 'new'): NoteRow {
  const id = randomUUID();
  return { id, version: 0, mode: 'actual', correlationId: id, text };
}

/** Saves a note with so many events; its organization is party to it. */
export function saveNote(
  tx: Tx,
  row: NoteRow,
  organizationId: string,
  published: readonly PublishedEvent[] = [closed],
  person?: PersonLink,
): Promise<NoteRow> {
  return saveAggregate(tx, {
    entity: NoteRow,
    aggregate: 'request',
    row,
    published,
    parties: [{ organizationId, capacity: 'sender' }],
    ...(person ? { person } : {}),
  });
}

/** A command of a member of this organization, with a key and a body of its own unless they are given. */
export function commandOf(
  organizationId: string,
  { key = randomUUID(), fingerprint = 'a body' } = {},
): CommandContext {
  return {
    actor: { organizationId, memberId: randomUUID(), role: 'ngo_worker' },
    cause: {},
    mode: 'actual',
    idempotency: { key, route: 'POST /v1/notes', fingerprint },
  };
}

/** A record as the broker hands it over. */
export function recordOf(
  subject: string,
  sequence: number,
  offset: number,
  change: { contract?: Contract; value?: string; headers?: Record<string, string>; key?: string } = {},
): IncomingRecord {
  const contract = change.contract ?? RequestClosed;
  return {
    offset,
    key: Buffer.from(change.key ?? subject),
    headers: {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: contract.type,
      ce_source: '/liaison',
      ce_subject: subject,
      ce_time: new Date().toISOString(),
      ce_sequence: String(sequence).padStart(10, '0'),
      ce_mode: 'actual',
      ce_aggregate: contract.aggregate,
      ce_parties: '',
      ce_correlationid: subject,
      'content-type': 'application/json',
      ...change.headers,
    },
    value: Buffer.from(change.value ?? JSON.stringify(contract.examples[0])),
  };
}
