/** What keeps the promise, and how it is taken out of the compiled services to see that its absence is noticed. */
export interface Safeguard {
  readonly name: string;
  readonly broker: 'embedded' | 'kafka';
  /** The named faults that must show it. */
  readonly faults: readonly string[];
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
}

const messaging = 'libs/messaging/src';
const relay = `${messaging}/relay/relay.js`;
const consumer = `${messaging}/consuming/consumer.js`;
const embedded = `${messaging}/brokers/embedded.broker.js`;

export const safeguards: readonly Safeguard[] = [
  {
    name: 'pending-rows-not-a-cursor',
    broker: 'embedded',
    faults: ['transaction-held-open'],
    edits: [
      {
        file: relay,
        from: 'from outbox_pending cross join lateral (\n               select topic, aggregate_id, headers, body from event_log where event_log.position = outbox_pending.position offset 0\n             ) event\n             where topic',
        to: 'from event_log\n             where position > ${this.last ?? 0} and topic',
      },
      { file: relay, from: "name: 'read-pending',", to: '' },
      {
        file: relay,
        from: 'this.metrics.published(published.length);',
        to: 'this.last = rows.at(-1).position; this.metrics.published(published.length);',
      },
    ],
  },
  {
    name: 'one-batch-in-flight',
    broker: 'embedded',
    faults: ['broker-away'],
    edits: [
      {
        file: relay,
        from: 'await this.producer.send(rows.map(recordOf));',
        to: `const half = Math.ceil(rows.length / 2);
            const second = rows.length > 1 ? this.producer.send(rows.slice(half).map(recordOf)) : undefined;
            // Of two batches in flight the later one may be the faster.
            second?.catch(() => undefined);
            if (second) await new Promise((wait) => setTimeout(wait, 50));
            await Promise.all([second, this.producer.send(rows.slice(0, half).map(recordOf))]);`,
      },
    ],
  },
  {
    name: 'relay-lock',
    broker: 'embedded',
    faults: ['each-event-once-in-its-topic'],
    edits: [
      {
        file: relay,
        from: 'this.active = await tryLock(session, this.options.app);',
        to: 'this.active = true;',
      },
    ],
  },
  {
    name: 'time-out-of-a-stopped-holder',
    broker: 'embedded',
    faults: ['relay-stopped-beyond-its-lease'],
    edits: [
      {
        file: `${messaging}/relay/session.js`,
        from: "set idle_session_timeout = '${idleSeconds}s'; listen",
        to: 'listen',
      },
    ],
  },
  {
    name: 'version-cursor',
    broker: 'embedded',
    faults: ['offsets-forgotten', 'relay-killed-after-acknowledgement'],
    edits: [
      {
        file: consumer,
        from: "if (head.sequence <= last)\n            return 'duplicate';\n        const isNext = head.sequence === last + 1;",
        to: 'const isNext = true;',
      },
    ],
  },
  {
    name: 'cursor-in-the-transaction',
    broker: 'embedded',
    faults: ['consumer-killed-after-its-commit'],
    edits: [
      {
        file: consumer,
        from: 'await advanceCursors(tx, consumer, cursors);\n        };',
        to: 'later = cursors;\n        };',
      },
      {
        file: consumer,
        from: 'await unitOfWork.worker({}, work, locked);',
        to: 'await unitOfWork.worker({}, work, locked);\n        await unitOfWork.worker({}, (tx) => advanceCursors(tx, consumer, later));',
      },
      { file: consumer, from: 'const outcomes = [];\n', to: 'const outcomes = [];\n        let later;\n' },
    ],
  },
  {
    name: 'offset-after-the-commit',
    broker: 'embedded',
    faults: ['consumer-killed-in-a-handler'],
    edits: [
      {
        file: `${messaging}/brokers/embedded.subscription.js`,
        from: 'const result = await this.options.handle(',
        to: 'await this.commit(session, one, records.at(-1).offset + 1);\n                const result = await this.options.handle(',
      },
    ],
  },
  {
    name: 'from-the-beginning',
    broker: 'kafka',
    faults: ['offsets-forgotten'],
    edits: [
      {
        file: `${messaging}/brokers/kafka.broker.js`,
        from: '[...options.topics], fromBeginning: true',
        to: '[...options.topics], fromBeginning: false',
      },
    ],
  },
  {
    name: 'park-the-key',
    broker: 'embedded',
    faults: ['poison-in-the-middle'],
    edits: [
      {
        file: consumer,
        from: 'return (await this.parkPoison(batch, slice[0], error)) ? 1 : 0;',
        to: 'return 1;',
      },
    ],
  },
  {
    name: 'tombstone',
    broker: 'embedded',
    faults: ['asked-for-after-its-end'],
    edits: [
      {
        file: 'apps/housing/src/features/follow-referrals/follow-referrals.consumer.js',
        from: 'await moveReferral(tx, subject, stateAfter.get(type));\n        await this.callOffSearch',
        to: 'await this.callOffSearch',
      },
    ],
  },
  {
    name: 'effect-in-the-transaction-of-its-cursor',
    broker: 'embedded',
    faults: ['postgres-killed'],
    edits: [
      {
        file: `${messaging}/tx/unit-of-work.js`,
        from: 'await writeGathered(tx, later);',
        to: `if (context.actor) await writeGathered(tx, later);
        else later.effects.push(() => void setTimeout(() => {
            inTransaction(dataSource, context, { work: (after) => writeGathered(after, later) }).catch(() => undefined);
        }, 1_000));`,
      },
    ],
  },
  {
    name: 'expiry-judged-at-read',
    broker: 'embedded',
    faults: ['timer-late'],
    edits: [
      {
        file: 'apps/housing/src/domain/hold.js',
        from: "if (status === 'held' && expiresAt <= now)",
        to: 'if (false)',
      },
    ],
  },
  {
    name: 'idempotency-key-in-the-transaction',
    broker: 'embedded',
    faults: ['killed-after-commit'],
    edits: [
      {
        file: `${messaging}/tx/unit-of-work.js`,
        from: 'await keepAnswer(tx, idempotency, answer);',
        to: `tx.afterCommit(() => void setTimeout(() => {
                        inTransaction(this.asOrganization, context, { work: (later) => keepAnswer(later, idempotency, answer) }).catch(() => undefined);
                    }, 5));`,
      },
    ],
  },
  {
    name: 'dense-offsets',
    broker: 'embedded',
    faults: ['append-held-open'],
    edits: [
      {
        file: embedded,
        from: `insert into record (topic, partition, record_offset, key, headers, value)
           select topic, partition, next_offset + rank, key, headers, value
           from incoming join locked using (topic, partition) order by place
           returning record_offset`,
        to: `select next_offset + rank as record_offset from incoming join locked using (topic, partition) order by place`,
      },
      {
        file: embedded,
        from: 'await pool.query(`notify ${recordChannel}`);',
        to: `await Promise.all(rows.map((row, index) => pool.query(
        'insert into record (topic, partition, record_offset, key, headers, value) values ($1, $2, $3, $4, $5, $6)',
        [records[index].topic, placed[index], row.record_offset, records[index].key, JSON.stringify(records[index].headers), records[index].value])));
    await pool.query(\`notify \${recordChannel}\`);`,
      },
    ],
  },
];
