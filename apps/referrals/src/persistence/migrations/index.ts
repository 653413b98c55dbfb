import { knownConsentTables } from '#libs/consent';
import { knownAccessTable } from '#libs/known-access';
import {
  auditChain,
  FirstDue1764300000001,
  messagingTables,
  ParkedOnce1764600000002,
  skippedRecords,
} from '#libs/messaging';
import { erasureTables } from '#libs/sealing';
import { AuditNamesPerson1764000000021 } from './audit-names-person.migration.js';
import { ConsentDoubt1764400000004 } from './consent-doubt.migration.js';
import { ErasedByMode1764400000001 } from './erased-by-mode.migration.js';
import { ErasedPersons1764300000003 } from './erased-persons.migration.js';
import { PersonLinkedReferrals1764000000020 } from './person-linked-referrals.migration.js';
import { ReferralTables1764000000001 } from './referral-tables.migration.js';
import { WaitingReferrals1764300000002 } from './waiting-referrals.migration.js';

export const migrations = [
  messagingTables('referrals'),
  ReferralTables1764000000001,
  skippedRecords('referrals'),
  auditChain('referrals'),
  knownConsentTables('referrals'),
  PersonLinkedReferrals1764000000020,
  AuditNamesPerson1764000000021,
  erasureTables('referrals'),
  knownAccessTable('referrals'),
  FirstDue1764300000001,
  WaitingReferrals1764300000002,
  ErasedPersons1764300000003,
  ErasedByMode1764400000001,
  ConsentDoubt1764400000004,
  ParkedOnce1764600000002,
];
