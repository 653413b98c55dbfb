import { readdirSync, readFileSync } from 'node:fs';

const ticksASecond = 100;

/** CPU seconds that a process and those it started have used, from /proc; 0 where there is none. */
export function cpuSecondsOf(pids: readonly number[]): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readFileSync(`/proc/${name}/stat`, 'utf8')];
      } catch {
        return [];
      }
    })
    .map((stat) => {
      const pid = Number(stat.slice(0, stat.indexOf(' ')));
      // The name in parentheses may hold blanks; state is the field behind it.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      // Its own, and those of its children that ended and were waited for.
      const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
      return { pid, parent: fields[1]!, ticks };
    });
  const counted = new Set(pids);
  const sizeBefore = () => counted.size;
  for (let size = -1; size !== sizeBefore();) {
    size = counted.size;
    for (const { pid, parent } of stats) if (counted.has(parent)) counted.add(pid);
  }
  return (
    stats.filter(({ pid }) => counted.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0) / ticksASecond
  );
}

/** The most memory that a process has held, in MB. */
export function peakMemoryMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
