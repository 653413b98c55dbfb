import { readFileSync } from 'node:fs';

/** Proportional set size of a process in MB, where Linux tells it: memory that is shared counts once among its sharers. */
export function memoryMbOf(pid: number): number | undefined {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 102.4) / 10;
  } catch {
    return undefined;
  }
}
