export { KnownConsents, type Ask } from './known-consents.js';
export { KeepConsents } from './keep-consents.consumer.js';
export { WhenConsentShrinks, type Shrunk } from './when-consent-shrinks.js';
export { knownConsentTables } from './known-consent-tables.migration.js';
