import type { NamedFault } from './fault.js';
export const outsideFaults: readonly NamedFault[] = [];
