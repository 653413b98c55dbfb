import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endOrphans, noted, startTimeOf } from './run-file.js';

let orphan: ChildProcess & { pid: number };

beforeEach(async () => {
  orphan = spawn('sleep', ['60']) as typeof orphan;
  await once(orphan, 'spawn');
});
afterEach(async () => {
  if (orphan.exitCode !== null || orphan.signalCode !== null) return;
  orphan.kill();
  await once(orphan, 'exit');
});

describe('what a killed supervisor left behind', () => {
  it('is ended', async () => {
    expect(await endOrphans({ processes: [noted('housing', orphan.pid)] })).toEqual(['housing']);
    if (orphan.signalCode === null) await once(orphan, 'exit');
    expect(orphan.signalCode).toBe('SIGTERM');
  });

  it('is left alone where its number is another’s by now', async () => {
    const processes = [{ name: 'housing', pid: orphan.pid, startedAt: '1' }];
    expect(await endOrphans({ processes })).toEqual([]);
    expect(orphan.signalCode).toBeNull();
  });

  it('is left alone where nobody can say when it started', async () => {
    const processes = [{ name: 'housing', pid: orphan.pid, startedAt: '' }];
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    expect(await endOrphans({ processes }, '/nowhere').finally(() => (process.env['PATH'] = path))).toEqual(
      [],
    );
    expect(orphan.signalCode).toBeNull();
  });
});

describe('the start of a process, where there is no /proc', () => {
  it('is what ps says of it, the same each time, and nothing where it has ended', async () => {
    const start = startTimeOf(orphan.pid, '/nowhere');
    expect(start).toMatch(/^\w{3} \w{3} \d+ \d\d:\d\d:\d\d \d{4}$/);
    expect(startTimeOf(orphan.pid, '/nowhere')).toBe(start);
    orphan.kill();
    await once(orphan, 'exit');
    expect(startTimeOf(orphan.pid, '/nowhere')).toBeUndefined();
  });
});
