import { describe } from '@jest/globals';
import { kafkaCanBeTested, testBrokerDatabase, testKafka } from '#libs/testing';
import { conformance } from './conformance.js';

describe('the embedded broker', () => {
  conformance(async () => {
    const database = await testBrokerDatabase();
    return { address: { kind: 'embedded', databaseUrl: database.clientUrl }, end: () => database.drop() };
  });
});

(kafkaCanBeTested() ? describe : describe.skip)('Apache Kafka', () => {
  conformance(async () => {
    const brokers = await testKafka();
    return {
      address: { kind: 'kafka', brokers, sessionTimeoutMilliseconds: 6_000 },
      end: async () => undefined,
    };
  });
});
