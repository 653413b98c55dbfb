/**
 * The fastest of some rounds, in milliseconds: what else the machine does only ever slows one down. For ratios within one
 * run, never for limits in milliseconds.
 */
export async function fastestMilliseconds(rounds: number, work: () => Promise<unknown>): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    fastest = Math.min(fastest, performance.now() - startedAt);
  }
  return fastest;
}
