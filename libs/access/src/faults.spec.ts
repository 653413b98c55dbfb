import { describe, expect, it } from '@jest/globals';
import { roles } from '#libs/kernel';
import { accessTable, things, type AccessTable } from './access-table.js';
import { faultsOf } from './faults.js';
import { grantedFor } from './granted.js';

const open = { handler: 'OpenController.open', operation: 'openIt' };
const table = { 'every app': {}, here: { openIt: { may: ['ngo_worker'], on: 'referral' } } } as const;
const faults = (changed: object, handlers: Parameters<typeof faultsOf>[2] = [open]) =>
  faultsOf({ ...table, ...changed } as AccessTable, ['every app', 'here'], handlers);

describe('the access table', () => {
  it('has no fault where every operation has its entry and every entry its operation', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    [
      'an operation with no entry',
      {},
      [open, { handler: 'ShutController.shut', operation: 'shutIt' }],
      'ShutController.shut is "shutIt", which has no entry in "every app" or "here".',
    ],
    [
      'a handler that is no operation at all',
      {},
      [open, { handler: 'ShutController.shut', operation: undefined }],
      'ShutController.shut answers HTTP and is no operation of the table: give it an entry, and @Operation with its name.',
    ],
    [
      'an entry of another app',
      { there: { shutIt: { may: ['ngo_worker'], on: 'referral' } } },
      [open, { handler: 'ShutController.shut', operation: 'shutIt' }],
      'ShutController.shut is "shutIt", which has no entry in "every app" or "here".',
    ],
    [
      'two handlers of one entry',
      {},
      [open, { handler: 'OtherController.open', operation: 'openIt' }],
      'OpenController.open and OtherController.open are both "openIt".',
    ],
    [
      'an entry without operation',
      { here: { ...table.here, shutIt: { may: ['ngo_worker'], on: 'referral' } } },
      [open],
      `The entry "shutIt" of "here" has no HTTP operation: delete it, or name it at its handler with @Operation('shutIt').`,
    ],
    [
      'an unknown role',
      { here: { openIt: { may: ['ngo_worker', 'superuser'], on: 'referral' } } },
      [open],
      'The entry "openIt" of "here" names the role "superuser", which R65 does not know.',
    ],
    [
      'nobody',
      { here: { openIt: { may: [], on: 'referral' } } },
      [open],
      'The entry "openIt" of "here" names no role: nobody could call it.',
    ],
    [
      'somebody it cannot say',
      { here: { openIt: { may: 'friends', on: 'referral' } } },
      [open],
      'The entry "openIt" of "here" says "friends": who is that?',
    ],
    [
      'an unknown thing',
      { here: { openIt: { may: ['ngo_worker'], on: 'everything' } } },
      [open],
      'The entry "openIt" of "here" is on "everything", which is none of the things of the table.',
    ],
    [
      'an unknown capacity',
      { here: { openIt: { may: ['ngo_worker'], on: 'referral', as: ['friend'] } } },
      [open],
      'The entry "openIt" of "here" acts as "friend", which is no capacity.',
    ],
  ])('names %s', (_, changed, handlers, sentence) => {
    expect(faults(changed, handlers)).toEqual([sentence]);
  });

  it('names an app that has no section', () => {
    expect(faultsOf(table, ['every app', 'elsewhere'], [])).toEqual([
      'The app "elsewhere" has no section in the table.',
    ]);
  });

  it('has each name once, over all apps', () => {
    const names = Object.values(accessTable).flatMap((section) => Object.keys(section));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('what is granted', () => {
  it('is nothing where there is no entry', () => {
    expect(grantedFor('inventedOperation')).toBeUndefined();
    expect(grantedFor('constructor')).toBeUndefined();
  });

  it('asks people for a second factor where it is about a person, and no machine (R65)', () => {
    expect(grantedFor('readReferral')).toMatchObject({
      roles: expect.arrayContaining(['ngo_worker', 'partner_system']),
      secondFactorOf: ['ngo_worker', 'hub_coordinator', 'municipal_officer', 'advisor', 'provider_worker'],
    });
    expect(grantedFor('listHolds')).toMatchObject({ secondFactorOf: [] });
  });

  it('is the operators’ alone where it is the hub itself, with a second factor (R65)', () => {
    expect(grantedFor('releaseParkedKey')).toMatchObject({
      roles: ['admin'],
      operatorsAlone: true,
      secondFactorOf: ['admin'],
    });
    expect(grantedFor('listSubscriptions')).toMatchObject({ operatorsAlone: false });
  });

  it('names no administrator and no auditor on anything about a person (R65)', () => {
    const readable = Object.values(accessTable as AccessTable).flatMap((section) =>
      Object.keys(section).filter(
        (name) =>
          grantedFor(name)!.thing.secondFactor === 'about a person' &&
          grantedFor(name)!.roles.some((role) => role === 'admin' || role === 'auditor'),
      ),
    );
    expect(readable).toEqual([]);
  });

  it('is every role of R65 for the directory, and none for what needs no token', () => {
    expect(grantedFor('listOrganizations')!.roles).toEqual(roles);
    expect(grantedFor('listRegions')).toMatchObject({ roles: [], withoutToken: true });
    expect(things.region.seenBy).toEqual(['anyone']);
  });
});
