import type { Stage } from './stage.js';

/** One way to break the hub; `run` throws where the hub does not stand it. */
export interface NamedFault {
  readonly name: string;
  /** In the list of twenty-five; with a letter where one of them has parts, and S for a safeguard's own. */
  readonly number: string;
  readonly what: string;
  /** False: it needs the stage for itself, and comes last. */
  readonly duringLoad: boolean;
  readonly brokers?: readonly ('embedded' | 'kafka')[];
  run(stage: Stage): Promise<void>;
}

export const namedFaults: readonly NamedFault[] = [];

export const laterFaults = [
  {
    name: 'erased-subject',
    number: '25',
    why: 'no personal data and no hash chain of the audit yet; they come with consents',
  },
];
