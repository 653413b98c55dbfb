import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Role } from '#libs/kernel';
import { itself, KnownAccess, type KnownStanding } from './known-access.js';

const office = randomUUID();
const organization = randomUUID();
const member = randomUUID();

const row = (member_id: string, standing: KnownStanding, role: string | null = null) => ({
  organization_id: organization,
  member_id,
  standing,
  role,
});
type Row = ReturnType<typeof row>;
const active = row(itself, 'active');

/** What the table holds; a function that throws stands for a database that is away. */
let table: () => Promise<Row[]>;
const warned: string[] = [];
const known = (trustUnregistered = false) =>
  new KnownAccess({
    database: { query: () => table() },
    officeOrganizationId: office,
    trustUnregistered,
    log: { warn: (_facts, text) => void warned.push(text) },
  });

async function read(rows: Row[], trustUnregistered = false): Promise<KnownAccess> {
  table = () => Promise.resolve(rows);
  const access = known(trustUnregistered);
  await access.read();
  return access;
}
const holds = (access: KnownAccess, role: Role = 'ngo_worker', organizationId = organization) =>
  access.assertHolds({ organizationId, memberId: member, role });
const refused = (code: string) => expect.objectContaining({ code });

/** Time alone moves. */
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => void jest.useRealTimers());

describe('who may act at all (R65)', () => {
  it('is a member of an active organization', async () => {
    const access = await read([active]);
    expect(() => holds(access)).not.toThrow();
  });

  it.each(['applied', 'suspended', 'ended'] as const)(
    'is nobody of an organization that is %s, and the answer says so',
    async (standing) => {
      const access = await read([row(itself, standing)]);
      expect(() => holds(access)).toThrow(
        expect.objectContaining({ code: 'organization/not-active', more: { facts: { standing } } }),
      );
    },
  );

  it('is nobody of an organization that the directory never told of, unless tests make them up', async () => {
    const strict = await read([]);
    expect(() => holds(strict)).toThrow(refused('organization/not-active'));
    const trusting = await read([], true);
    expect(() => holds(trusting)).not.toThrow();
  });

  it('is always the liaison office, which alone could let others in; but not a member whom it removed', async () => {
    const officeRow = { ...row(itself, 'ended'), organization_id: office };
    const access = await read([officeRow]);
    expect(() => holds(access, 'admin', office)).not.toThrow();
    const removed = await read([officeRow, { ...row(member, 'removed'), organization_id: office }]);
    expect(() => holds(removed, 'admin', office)).toThrow(refused('member/removed'));
  });

  it('is no member who was removed, and no member with a token of another role than the member has', async () => {
    const removed = await read([active, row(member, 'removed')]);
    expect(() => holds(removed)).toThrow(refused('member/removed'));
    const changed = await read([active, row(member, 'active', 'privacy_officer')]);
    expect(() => holds(changed)).toThrow(refused('member/other-role'));
    expect(() => holds(changed, 'privacy_officer')).not.toThrow();
  });

  it('is the other members of an organization that removed one', async () => {
    const access = await read([active, row(randomUUID(), 'removed')]);
    expect(() => holds(access)).not.toThrow();
  });
});

describe('where it cannot be known who may act', () => {
  it('nobody may: before it was read once', () => {
    expect(() => holds(known(true))).toThrow(refused('access/cannot-be-checked'));
  });

  it('what was read last holds for 30 s, then nobody may (503), until it can be read again', async () => {
    const access = await read([active]);
    table = () => Promise.reject(new Error('away'));
    jest.advanceTimersByTime(29_000);
    await access.readOrWarn();
    expect(warned).toEqual(['Whose access holds could not be read.']);
    expect(() => holds(access)).not.toThrow();
    jest.advanceTimersByTime(2_000);
    expect(() => holds(access)).toThrow(
      expect.objectContaining({ code: 'access/cannot-be-checked', kind: 'unavailable' }),
    );
    table = () => Promise.resolve([active]);
    await access.read();
    expect(() => holds(access)).not.toThrow();
  });

  it('an app does not start', async () => {
    table = () => Promise.reject(new Error('no such table'));
    await expect(known().start()).rejects.toThrow('no such table');
  });

  it('a look that took long does not take back what a later one saw', async () => {
    let answer!: (rows: Row[]) => void;
    table = () => new Promise((resolve) => (answer = resolve));
    const access = known();
    const slow = access.read();
    jest.advanceTimersByTime(1);
    table = () => Promise.resolve([row(itself, 'suspended')]);
    await access.read();
    answer([active]);
    await slow;
    expect(() => holds(access)).toThrow(refused('organization/not-active'));
  });
});
