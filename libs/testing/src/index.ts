export { eventually } from './eventually.js';
export { fastestMilliseconds } from './fastest.js';
export { kafkaCanBeStarted, kafkaOperator, testSecuredKafka, type SecuredKafka } from './secured-kafka.js';
export { kafkaCanBeTested, testKafka } from './services.js';
export {
  testBrokerDatabase,
  testDatabase,
  testKeysDatabase,
  testUnitOfWork,
  type TestDatabase,
} from './database.js';
export {
  officeOrganization,
  publishAs,
  recordAs,
  testApp,
  testIssuer,
  topics,
  type TestAnswer,
} from './app.js';
export { testConsents } from './consents.js';
export { testHub } from './hub.js';
export { exchange, type WireAnswer } from './wire.js';
