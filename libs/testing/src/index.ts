export { eventually } from './eventually.js';
export { freePort, kafkaCanBeTested, testKafka, testPostgres } from './services.js';
export { testBrokerDatabase, testDatabase, testUnitOfWork, type TestDatabase } from './database.js';
export { publishAs, testApp, testIssuer, type TestAnswer } from './app.js';
