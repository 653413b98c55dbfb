import { knownAccessTable } from '#libs/known-access';
import {
  auditChain,
  FirstDue1764300000001,
  messagingTables,
  ParkedOnce1764600000002,
  skippedRecords,
} from '#libs/messaging';
import { RecordAccess1764000000022 } from './record-access.migration.js';
import { GrantProvince1764400000003 } from './grant-province.migration.js';
import { ErasedByMode1764400000002 } from './erased-by-mode.migration.js';
import { ConsentTables1764000000001 } from './consent-tables.migration.js';

export const migrations = [
  messagingTables('consents'),
  ConsentTables1764000000001,
  skippedRecords('consents'),
  auditChain('consents'),
  RecordAccess1764000000022,
  knownAccessTable('consents'),
  FirstDue1764300000001,
  ErasedByMode1764400000002,
  GrantProvince1764400000003,
  ParkedOnce1764600000002,
];
