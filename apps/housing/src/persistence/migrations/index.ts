import { auditChain, messagingTables, skippedRecords } from '#libs/messaging';
import { HousingTables1764000000001 } from './housing-tables.migration.js';

export const migrations = [
  messagingTables('housing'),
  HousingTables1764000000001,
  skippedRecords('housing'),
  auditChain('housing'),
];
