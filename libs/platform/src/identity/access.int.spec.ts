import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grantedFor, type AccessTable, type OperationName } from '#libs/access';
import { officeOrganization, testIssuer } from '#libs/testing';
import { Body, Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, DiscoveryService, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsInt } from 'class-validator';
import { Metrics } from '../observing/metrics.js';
import { makeLog } from '../observing/logs.js';
import { makeHttpApp } from '../start-http-app.js';
import { CONFIG, LOG } from '../tokens.js';
import { AccessGuard, Operation } from './access.guard.js';
import { AccessTableCheck } from './access-table.check.js';
import { Tokens } from './tokens.js';

const tableOfTest = {
  'every app': {},
  test: {
    readIt: { may: ['ngo_worker', 'partner_system'], on: 'referral' },
    fileIt: { may: ['ngo_worker'], on: 'liaisonRequest' },
    operateIt: { may: ['admin'], on: 'hub', as: ['operator'] },
    showIt: { may: 'anyone', on: 'region' },
  },
} as const satisfies AccessTable;

/** An operation of the test's own table. */
const Named = (name: string) => Operation(name as OperationName);

class NumberBody {
  @IsInt()
  number!: number;
}

@Controller('it')
class ItController {
  @Get('read')
  @Named('readIt')
  read() {
    return {};
  }
  @Post('file')
  @Named('fileIt')
  file(@Body() body: NumberBody) {
    return body;
  }
  @Get('operate')
  @Named('operateIt')
  operate() {
    return {};
  }
  @Get('show')
  @Named('showIt')
  show() {
    return {};
  }
}

let issuer: Awaited<ReturnType<typeof testIssuer>>;

function moduleWith(controllers: readonly Type[], table: AccessTable): Type {
  @Module({
    imports: [DiscoveryModule],
    controllers: [...controllers],
    providers: [
      { provide: CONFIG, useValue: { app: 'test' } },
      { provide: LOG, useFactory: () => makeLog('test', 'silent') },
      { provide: Metrics, useFactory: () => new Metrics('test') },
      {
        provide: APP_GUARD,
        inject: [Reflector],
        useFactory: (reflector: Reflector) =>
          new AccessGuard(
            reflector,
            new Tokens({ issuer: issuer.issuer, audience: 'liaison-hub', secondFactors: ['mfa', 'phr'] }),
            { assertHolds: () => undefined },
            officeOrganization,
            (operation) => grantedFor(operation, table),
          ),
      },
      {
        provide: AccessTableCheck,
        inject: [DiscoveryService],
        useFactory: (discovery: DiscoveryService) => new AccessTableCheck(discovery, table, 'test'),
      },
    ],
  })
  class PlantedModule {}
  return PlantedModule;
}

beforeAll(async () => {
  issuer = await testIssuer();
});
afterAll(() => issuer.close());

describe('an app starts', () => {
  const started = async (controllers: readonly Type[], table: AccessTable) => {
    const app = await makeHttpApp(moduleWith(controllers, table));
    try {
      await app.init();
    } finally {
      await app.close();
    }
  };

  it('where table and operations agree', async () => {
    await expect(started([ItController], tableOfTest)).resolves.toBeUndefined();
  });

  it('not with an HTTP operation that has no entry', async () => {
    @Controller('stray')
    class StrayController {
      @Get()
      @Named('strayInto')
      into() {
        return {};
      }
      @Post()
      bare() {
        return {};
      }
    }
    await expect(started([ItController, StrayController], tableOfTest)).rejects.toMatchObject({
      name: 'AccessTableFaults',
      faults: [
        'StrayController.into is "strayInto", which has no entry in "every app" or "test".',
        'StrayController.bare answers HTTP and is no operation of the table: give it an entry, and @Operation with its name.',
      ],
    });
  });

  it('not with an entry that has no operation', async () => {
    const table = {
      ...tableOfTest,
      test: { ...tableOfTest.test, closeIt: { may: ['advisor'], on: 'referral' } },
    } as const;
    await expect(started([ItController], table)).rejects.toThrow(
      'The entry "closeIt" of "test" has no HTTP operation',
    );
  });

  it('not with a role that nobody knows', async () => {
    const table = {
      ...tableOfTest,
      test: { ...tableOfTest.test, readIt: { may: ['root'], on: 'referral' } },
    } as unknown as AccessTable;
    await expect(started([ItController], table)).rejects.toThrow(
      'names the role "root", which R65 does not know',
    );
  });
});

describe('the guard', () => {
  let app: NestFastifyApplication;
  const organization = randomUUID();

  beforeAll(async () => {
    app = await makeHttpApp(moduleWith([ItController], tableOfTest));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  async function answer(
    method: 'GET' | 'POST',
    url: string,
    claims: Parameters<typeof issuer.token>[0] | null,
    payload?: object,
  ) {
    const headers = claims ? { authorization: `Bearer ${await issuer.token(claims)}` } : {};
    const { statusCode, json } = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: statusCode, ...json<{ code?: string; roles?: string[]; titles?: object }>() };
  }

  it('asks for no token where anyone may', async () => {
    expect(await answer('GET', '/it/show', null)).toEqual({ status: 200 });
  });

  it('asks who calls (401), then for the role (403), and only then looks at the body (400)', async () => {
    const odd = { number: 'many' };
    expect(await answer('POST', '/it/file', null, odd)).toMatchObject({ status: 401, code: 'token/missing' });
    expect(await answer('POST', '/it/file', { organization, role: 'auditor' }, odd)).toMatchObject({
      status: 403,
      code: 'role/forbidden',
      roles: ['ngo_worker'],
    });
    expect(await answer('POST', '/it/file', { organization, role: 'ngo_worker' }, odd)).toMatchObject({
      status: 400,
    });
  });

  it('asks people for a second factor where it is about a person, and says what to do in both languages (R65)', async () => {
    const worker = { organization, role: 'ngo_worker' } as const;
    expect(await answer('GET', '/it/read', { ...worker, amr: ['pwd'] })).toMatchObject({
      status: 403,
      code: 'token/second-factor-needed',
      titles: {
        en: expect.stringContaining('Sign in again with it'),
        fr: expect.stringContaining('Reconnectez-vous ainsi'),
      },
    });
    expect(await answer('GET', '/it/read', { ...worker, amr: [] })).toMatchObject({ status: 403 });
    expect(await answer('GET', '/it/read', { ...worker, amr: ['pwd', 'mfa'] })).toEqual({ status: 200 });
    expect(await answer('GET', '/it/read', { ...worker, amr: [], acr: 'phr' })).toEqual({ status: 200 });
    // `otp` is no second factor where the configuration does not name it.
    expect(await answer('GET', '/it/read', { ...worker, amr: ['pwd', 'otp'] })).toMatchObject({
      status: 403,
    });
  });

  it('asks no machine for a second factor, and nobody where it is about no person', async () => {
    expect(await answer('GET', '/it/read', { organization, role: 'partner_system' })).toEqual({
      status: 200,
    });
    const filing = await answer(
      'POST',
      '/it/file',
      { organization, role: 'ngo_worker', amr: ['pwd'] },
      { number: 1 },
    );
    expect(filing).toMatchObject({ status: 201 });
  });

  it('lets an administrator operate the hub from the liaison office’s organization alone, with a second factor (R65)', async () => {
    const admin = { role: 'admin', amr: ['mfa'] } as const;
    expect(await answer('GET', '/it/operate', { ...admin, organization })).toMatchObject({
      status: 403,
      code: 'role/operators-alone',
    });
    expect(await answer('GET', '/it/operate', { ...admin, organization: officeOrganization })).toEqual({
      status: 200,
    });
    expect(
      await answer('GET', '/it/operate', { organization: officeOrganization, role: 'admin', amr: ['pwd'] }),
    ).toMatchObject({ status: 403, code: 'token/second-factor-needed' });
  });
});
