export { isId, uuidv7 } from './ids.js';
export { refusal, Refusal, type RefusalKind } from './refusal.js';
export { type Bilingual, type Language, languages } from './bilingual.js';
export { exhaustive } from './exhaustive.js';
export { type Mode, modes } from './mode.js';
export { type Role, roles } from './roles.js';
