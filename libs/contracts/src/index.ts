import type { Contract } from './contract.js';
import { GapFound } from './messaging/gap-found.v1.js';

export { contract, type Contract, type DataOf } from './contract.js';
export { GapFound };

/** Every published event of the hub, in the order in which the documents list them. */
export const contracts: readonly Contract[] = [GapFound];

const byType = new Map(contracts.map((one) => [one.type, one]));

export function contractOf(type: string): Contract | undefined {
  return byType.get(type);
}
