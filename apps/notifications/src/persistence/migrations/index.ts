import { knownAccessTable } from '#libs/known-access';
import {
  auditChain,
  FirstDue1764300000001,
  messagingTables,
  ParkedOnce1764600000002,
  skippedRecords,
} from '#libs/messaging';
import { DueDeliveries1764200000001 } from './due-deliveries.migration.js';
import { GivenUpDeliveries1764000000020 } from './given-up-deliveries.migration.js';
import { KnownOrganizations1764000000003 } from './known-organizations.migration.js';
import { PurgedContent1764100000003 } from './purged-content.migration.js';
import { SubjectKeys1764100000001 } from './subject-keys.migration.js';
import { NotificationTables1764000000001 } from './notification-tables.migration.js';
import { PublicNotices1764100000002 } from './public-notices.migration.js';
import { PurgedInOrder1764300000002 } from './purged-in-order.migration.js';

export const migrations = [
  messagingTables('notifications'),
  NotificationTables1764000000001,
  skippedRecords('notifications'),
  KnownOrganizations1764000000003,
  auditChain('notifications'),
  GivenUpDeliveries1764000000020,
  SubjectKeys1764100000001,
  PublicNotices1764100000002,
  PurgedContent1764100000003,
  knownAccessTable('notifications'),
  DueDeliveries1764200000001,
  FirstDue1764300000001,
  PurgedInOrder1764300000002,
  ParkedOnce1764600000002,
];
