import { auditChain, messagingTables, skippedRecords } from '#libs/messaging';
import { ConsentTables1764000000001 } from './consent-tables.migration.js';

export const migrations = [
  messagingTables('consents'),
  ConsentTables1764000000001,
  skippedRecords('consents'),
  auditChain('consents'),
];
