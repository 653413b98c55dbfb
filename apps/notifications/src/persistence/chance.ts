import { randomInt } from 'node:crypto';

const steps = 2 ** 40;

/** From 0 up to, not including, 1; nobody can tell the next from those before, as they could with Math.random. */
export function chance(): number {
  return randomInt(steps) / steps;
}
