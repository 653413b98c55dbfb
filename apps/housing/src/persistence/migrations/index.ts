import { knownAccessTable } from '#libs/known-access';
import {
  auditChain,
  FirstDue1764300000001,
  messagingTables,
  ParkedOnce1764600000002,
  skippedRecords,
} from '#libs/messaging';
import { AddressVisibility1764000000022 } from './address-visibility.migration.js';
import { HousingTables1764000000001 } from './housing-tables.migration.js';
import { HoldersOfResource1764600000001 } from './holders-of-resource.migration.js';
import { SearchStopped1764000000020 } from './search-stopped.migration.js';
import { PublicAvailability1764000000021 } from './public-availability.migration.js';
import { RequestsOfReferral1764300000002 } from './requests-of-referral.migration.js';

export const migrations = [
  messagingTables('housing'),
  HousingTables1764000000001,
  skippedRecords('housing'),
  auditChain('housing'),
  SearchStopped1764000000020,
  PublicAvailability1764000000021,
  AddressVisibility1764000000022,
  knownAccessTable('housing'),
  FirstDue1764300000001,
  RequestsOfReferral1764300000002,
  HoldersOfResource1764600000001,
  ParkedOnce1764600000002,
];
