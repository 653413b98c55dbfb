import { auditChain, messagingTables, skippedRecords } from '#libs/messaging';
import { ReferralTables1764000000001 } from './referral-tables.migration.js';

export const migrations = [
  messagingTables('referrals'),
  ReferralTables1764000000001,
  skippedRecords('referrals'),
  auditChain('referrals'),
];
