import { knownAccessTable } from '#libs/known-access';
import { auditChain, FirstDue1764300000001, messagingTables, skippedRecords } from '#libs/messaging';
import { LiaisonTables1764000000001 } from './liaison-tables.migration.js';
import { WaitingRequests1764300000002 } from './waiting-requests.migration.js';

export const migrations = [
  messagingTables('liaison'),
  LiaisonTables1764000000001,
  skippedRecords('liaison'),
  auditChain('liaison'),
  knownAccessTable('liaison'),
  FirstDue1764300000001,
  WaitingRequests1764300000002,
];
