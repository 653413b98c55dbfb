import { bedFaults } from './beds.js';
import { commandFaults } from './commands.js';
import { diskFaults } from './disks.js';
import { consumerFaults } from './consumers.js';
import type { NamedFault } from './fault.js';
import { outsideFaults } from './outside.js';
import { personFaults } from './persons.js';
import { relayFaults } from './relay.js';

/** In the order in which they are tried: what leaves traces in time or topics comes last. */
export const namedFaults: readonly NamedFault[] = [
  ...commandFaults,
  ...relayFaults,
  ...consumerFaults,
  ...personFaults,
  ...outsideFaults,
  ...bedFaults,
  ...diskFaults,
];
