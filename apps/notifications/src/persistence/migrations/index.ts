import { messagingTables, skippedRecords } from '#libs/messaging';
import { NotificationTables1764000000001 } from './notification-tables.migration.js';

export const migrations = [
  messagingTables('notifications'),
  NotificationTables1764000000001,
  skippedRecords('notifications'),
];
