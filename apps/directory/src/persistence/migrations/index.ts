import { auditChain, messagingTables, skippedRecords } from '#libs/messaging';
import { DirectoryTables1764000000001 } from './directory-tables.migration.js';

export const migrations = [
  messagingTables('directory'),
  DirectoryTables1764000000001,
  skippedRecords('directory'),
  auditChain('directory'),
];
