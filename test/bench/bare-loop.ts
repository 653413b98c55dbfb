/**
 * The same way without any safeguard, to compare with: a POST, one transaction, one send that all replicas acknowledge; a
 * consumer, one transaction. No outbox: a crash between the commit and the send loses the event, one before the offset's
 * commit doubles it.
 */
import Fastify from 'fastify';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { uuidv7 } from '#libs/kernel';

const { ROLE, DATABASE_URL, KAFKA_BROKERS, PORT, TOPIC, PARTITIONS } = process.env as Record<string, string>;
process.on('disconnect', () => process.exit());
const pool = new pg.Pool({ connectionString: DATABASE_URL!, max: 10 });
const kafka = new Kafka({ clientId: ROLE!, brokers: KAFKA_BROKERS!.split(','), logLevel: logLevel.ERROR });

async function inTransaction(sql: string, values: unknown[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(sql, values);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function receive(): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  const server = Fastify();
  server.post('/requests', async (request, reply) => {
    const id = uuidv7(new Date());
    const body = JSON.stringify(request.body);
    await inTransaction('insert into request (id, body) values ($1, $2)', [id, body]);
    await producer.send({ topic: TOPIC!, acks: -1, messages: [{ key: id, value: body }] });
    return reply.code(201).send({ id });
  });
  await server.listen({ port: Number(PORT), host: '127.0.0.1' });
}

async function apply(): Promise<void> {
  const consumer = kafka.consumer({ groupId: 'bare' });
  consumer.on(consumer.events.GROUP_JOIN, () => process.send?.('ready'));
  await consumer.connect();
  await consumer.subscribe({ topics: [TOPIC!], fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: Number(PARTITIONS),
    eachMessage: async ({ message }) =>
      inTransaction('insert into effect (id, body) values ($1, $2)', [
        message.key!.toString(),
        message.value!.toString(),
      ]),
  });
}

if (ROLE === 'receive') {
  await receive();
  process.send?.('ready');
} else if (ROLE === 'apply') await apply();
