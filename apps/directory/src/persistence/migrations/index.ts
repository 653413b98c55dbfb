import { knownAccessTable } from '#libs/known-access';
import {
  auditChain,
  FirstDue1764300000001,
  messagingTables,
  ParkedOnce1764600000002,
  skippedRecords,
} from '#libs/messaging';
import { DirectoryTables1764000000001 } from './directory-tables.migration.js';
import { StandingAndMembers1764000000008 } from './standing-and-members.migration.js';

export const migrations = [
  messagingTables('directory'),
  DirectoryTables1764000000001,
  skippedRecords('directory'),
  auditChain('directory'),
  knownAccessTable('directory'),
  StandingAndMembers1764000000008,
  FirstDue1764300000001,
  ParkedOnce1764600000002,
];
