export { readSealingConfig, type SealingConfig } from './config.js';
export { destroyKeyLater } from './keys/destroy-key.timer.js';
export { openEarlierSeal } from './keys/earlier-seals.js';
export { KeyPort } from './keys/key-port.js';
export { createKeysSchema, keysDatabase, keysOwner, keysRoleOf } from './keys/keys-tables.js';
export { parseMasterKeys } from './keys/master-keys.js';
export { placeOf, SubjectKeys } from './keys/subject-keys.js';
export { SealingModule } from './sealing.module.js';
export { FreeText } from './screening/free-text.js';
