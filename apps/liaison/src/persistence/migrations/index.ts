import { knownAccessTable } from '#libs/known-access';
import { auditChain, messagingTables, skippedRecords } from '#libs/messaging';
import { LiaisonTables1764000000001 } from './liaison-tables.migration.js';

export const migrations = [
  messagingTables('liaison'),
  LiaisonTables1764000000001,
  skippedRecords('liaison'),
  auditChain('liaison'),
  knownAccessTable('liaison'),
];
