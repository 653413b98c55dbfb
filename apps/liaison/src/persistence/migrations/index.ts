import { knownAccessTable } from '#libs/known-access';
import {
  auditChain,
  FirstDue1764300000001,
  messagingTables,
  ParkedOnce1764600000002,
  skippedRecords,
} from '#libs/messaging';
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
  ParkedOnce1764600000002,
];
