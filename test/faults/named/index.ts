import { bedFaults } from './beds.js';
import { commandFaults } from './commands.js';
import { diskFaults } from './disks.js';
import { consumerFaults } from './consumers.js';
import type { NamedFault } from './fault.js';
import { outsideFaults } from './outside.js';
import { relayFaults } from './relay.js';

/** In the order in which they are tried: what leaves traces in time or topics comes last. */
export const namedFaults: readonly NamedFault[] = [
  ...commandFaults,
  ...relayFaults,
  ...consumerFaults,
  ...outsideFaults,
  ...bedFaults,
  ...diskFaults,
];

/** Of the list of twenty-five, what this harness does not do itself. */
export const laterFaults = [
  {
    name: 'erased-subject',
    number: '25',
    why: 'not part of this run: apps/referrals/src/erasure.int.spec.ts erases and searches every table, and a journey breaks the audit’s chain',
  },
];
