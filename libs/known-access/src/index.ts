export { itself, KnownAccess } from './known-access.js';
export { knownAccessTable } from './known-access.migration.js';
export { KeepAccess } from './keep-access.consumer.js';
