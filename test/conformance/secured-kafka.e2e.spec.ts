import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  grantKafkaAccess,
  openBroker,
  type Broker,
  type KafkaAddress,
  type KafkaGrant,
} from '#libs/messaging';
import {
  eventually,
  kafkaCanBeStarted,
  kafkaOperator,
  testSecuredKafka,
  topics,
  type SecuredKafka,
} from '#libs/testing';
import { conformance } from './conformance.js';

const access = JSON.parse(readFileSync('infra/kafka/access.json', 'utf8')) as readonly KafkaGrant[];
const userOf = (service: string) => `hub-${service}`;

(kafkaCanBeStarted() ? describe : describe.skip)('Apache Kafka with TLS, users and their rights', () => {
  let kafka: SecuredKafka;
  let operator: KafkaAddress & Required<Pick<KafkaAddress, 'login' | 'tls'>>;
  beforeAll(async () => {
    kafka = await testSecuredKafka([userOf('housing'), userOf('referrals')]);
    operator = kafka.addressOf(kafkaOperator);
  }, 180_000);
  afterAll(() => kafka?.stop(), 60_000);

  async function withBroker<Result>(
    address: KafkaAddress,
    work: (broker: Broker) => Promise<Result>,
    clientId = 'test',
  ) {
    const said: string[] = [];
    const note = (facts: object, message: string) => said.push(`${JSON.stringify(facts)} ${message}`);
    const broker = await openBroker(address, { clientId, log: { info: note, warn: note, error: note } });
    try {
      return await work(broker);
    } catch (error) {
      throw Object.assign(error as Error, { said: said.join('\n') });
    } finally {
      await broker.close();
    }
  }
  const newTopic = () => [{ name: `secured.${randomUUID()}`, partitions: 1 }];
  const consumeFrom = (broker: Broker, group: string, topic: string, values: string[] = []) =>
    broker.subscribe({
      group,
      topics: [topic],
      handle: async ({ records }) => {
        values.push(...records.map(({ value }) => String(value)));
        return { nextOffset: records.at(-1)!.offset + 1 };
      },
      onFatal: () => undefined,
    });

  conformance(async () => ({ address: operator, end: async () => undefined }));

  it.each(['scram-sha-512', 'scram-sha-256', 'plain'] as const)(
    'a user is let in by %s',
    async (mechanism) => {
      const login = { ...operator.login, mechanism };
      await withBroker({ ...operator, login }, (broker) => broker.createTopics(newTopic()));
    },
  );

  describe('whoever is not let in is told by whom, and what to look at', () => {
    const wrong = (): KafkaAddress => ({
      ...operator,
      login: { ...operator.login, password: 'planted-wrong-password' },
    });
    const attempts: Record<string, (broker: Broker) => Promise<unknown>> = {
      'to make topics': (broker) => broker.createTopics(newTopic()),
      'to publish': (broker) => broker.producer(),
      'to consume': (broker) => consumeFrom(broker, 'secured', 'liaison.request'),
    };

    it.each(Object.keys(attempts))(
      'a wrong password, %s; the password itself is told nowhere',
      async (attempt) => {
        const refused = withBroker(wrong(), attempts[attempt]!);
        await expect(refused).rejects.toThrow(
          `Kafka at localhost:${kafka.port} does not let the user "${kafkaOperator}" in (scram-sha-512): check KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_SASL_MECHANISM`,
        );
        const error = (await refused.catch((reason: unknown) => reason)) as Error & { said: string };
        expect(error.said).toContain('authentication failed');
        expect(`${error.said}${error.message}${error.stack}`).not.toContain('planted-wrong-password');
      },
    );

    it.each<[string, () => KafkaAddress, (port: number) => string]>([
      [
        'a certificate that nobody who is trusted signed',
        () => ({ ...operator, tls: {} }),
        (port) =>
          `The certificate of Kafka at localhost:${port} is signed by nobody who is trusted here (DEPTH_ZERO_SELF_SIGNED_CERT): set KAFKA_TLS_CA_FILE`,
      ],
      [
        'a certificate of another name',
        () => ({ ...operator, brokers: [`127.0.0.1:${kafka.port}`] }),
        (port) => `The certificate of Kafka at 127.0.0.1:${port} is for another name: in KAFKA_BROKERS`,
      ],
      [
        'a listener without TLS',
        () => ({ ...operator, brokers: [`localhost:${kafka.controllerPort}`] }),
        (port) =>
          `Kafka at localhost:${port + 1} does not answer in TLS: name the port of a listener with TLS`,
      ],
      [
        'a listener that wants TLS',
        () => ({ kind: 'kafka', brokers: operator.brokers }),
        (port) => `Kafka at localhost:${port} closes the connection instead of answering`,
      ],
    ])(
      '%s',
      async (_, address, sentence) => {
        await expect(withBroker(address(), (broker) => broker.createTopics(newTopic()))).rejects.toThrow(
          sentence(kafka.port),
        );
      },
      60_000,
    );
  });

  describe('a service may do with infra/kafka/access.json what it needs, and nothing else', () => {
    const housing = access.find(({ group }) => group === 'housing')!;
    const as = (work: (broker: Broker) => Promise<unknown>) =>
      withBroker(kafka.addressOf(userOf('housing')), work, 'housing');
    const publish = (broker: Broker, topic: string, value: string) =>
      broker.producer().then(async (producer) => {
        await producer
          .send([{ topic, key: randomUUID(), headers: {}, value }])
          .finally(() => producer.close());
      });
    const notAllowed = `does not allow this to the user "${userOf('housing')}"`;

    beforeAll(async () => {
      await withBroker(operator, (broker) => broker.createTopics(topics));
      const grants = access
        .filter(({ group }) => ['housing', 'referrals'].includes(group))
        .map((grant) => ({ ...grant, user: userOf(grant.group) }));
      await grantKafkaAccess(operator, grants, { clientId: 'test' });
      await grantKafkaAccess(operator, grants, { clientId: 'test' });
    }, 60_000);

    it('it publishes into its own topics and for gaps, and into no other’s', async () => {
      const others = topics.map(({ name }) => name).filter((name) => !housing.writes.includes(name));
      expect(others.length).toBeGreaterThan(10);
      await as(async (broker) => {
        for (const topic of housing.writes) await publish(broker, topic, 'mine');
        for (const topic of others)
          await expect(publish(broker, topic, 'forged')).rejects.toThrow(notAllowed);
      });
    }, 120_000);

    it('it hears another’s events in its own group, and tells how far it is', async () => {
      await withBroker(
        kafka.addressOf(userOf('referrals')),
        (broker) => publish(broker, 'referrals.referral', 'told'),
        'referrals',
      );
      await as(async (broker) => {
        const values: string[] = [];
        const subscription = await consumeFrom(broker, 'housing', 'referrals.referral', values);
        await eventually(() => expect(values).toEqual(['told']), { timeoutMilliseconds: 40_000 });
        await subscription.close();
        const lag = await broker.lag('housing', ['referrals.referral']);
        expect(lag.reduce((sum, { records }) => sum + records, 0)).toBe(0);
      });
    }, 120_000);

    it('it reads whole topics again, its own and those that it hears', async () => {
      await as(async (broker) => {
        const found: string[] = [];
        for (const topic of ['housing.hold', 'referrals.referral'])
          await broker.contents(topic, async (records) => {
            found.push(...records.map(({ value }) => String(value)));
          });
        expect(found).toEqual(['mine', 'told']);
      });
    }, 120_000);

    it('it neither reads a topic that it does not hear, nor takes part in another’s group, nor makes topics', async () => {
      const unheard = topics.map(({ name }) => name).filter((name) => !housing.reads.includes(name));
      expect(unheard).not.toEqual([]);
      await expect(as((broker) => consumeFrom(broker, 'housing', unheard[0]!))).rejects.toThrow(notAllowed);
      await expect(as((broker) => consumeFrom(broker, 'referrals', 'housing.hold'))).rejects.toThrow(
        `names no coordinator of the group: the user "${userOf('housing')}" has no right to read in it`,
      );
      await expect(as((broker) => broker.createTopics(newTopic()))).rejects.toThrow(notAllowed);
    }, 120_000);
  });
});
