import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { testIssuer } from '#libs/testing';
import { Tokens } from './tokens.js';

let issuer: Awaited<ReturnType<typeof testIssuer>>;
let tokens: Tokens;
const claims = { organization: randomUUID(), member: randomUUID(), role: 'ngo_worker' as const };

beforeAll(async () => {
  issuer = await testIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  tokens = new Tokens({ issuer: issuer.issuer, audience: 'liaison-hub', secondFactors: ['otp'] });
});
afterEach(() => void jest.useRealTimers());

/** Time alone moves; timers and sockets are real. */
function pass(seconds: number): void {
  jest.useFakeTimers({
    now: Date.now() + seconds * 1_000,
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'clearTimeout', 'performance'],
  });
}

describe('a token', () => {
  it('that was checked is believed for a while without its signature being checked again', async () => {
    const authorization = `Bearer ${await issuer.token(claims)}`;
    const actor = await tokens.actorOf(authorization);
    expect(actor).toEqual({
      organizationId: claims.organization,
      memberId: claims.member,
      role: 'ngo_worker',
      secondFactor: true,
    });
    expect(await tokens.actorOf(authorization)).toBe(actor);
    pass(31);
    const again = await tokens.actorOf(authorization);
    expect(again).toEqual(actor);
    expect(again).not.toBe(actor);
  });

  it('names the same organization and member in capitals (RFC 9562, 4)', async () => {
    const [organization, member] = [claims.organization.toUpperCase(), claims.member.toUpperCase()];
    const authorization = `Bearer ${await issuer.token({ ...claims, organization, member })}`;
    expect(await tokens.actorOf(authorization)).toMatchObject({
      organizationId: claims.organization,
      memberId: claims.member,
    });
  });

  it('is never believed beyond its expiry and the clocks’ tolerance of 30 s, although it was checked', async () => {
    const authorization = `Bearer ${await issuer.token(claims, { expiresIn: '-20s' })}`;
    await tokens.actorOf(authorization);
    pass(11);
    await expect(tokens.actorOf(authorization)).rejects.toThrow('token/invalid');
  });

  it('of another signature is refused, whatever was believed before', async () => {
    const token = await issuer.token(claims);
    await tokens.actorOf(`Bearer ${token}`);
    const other = await issuer.token({ ...claims, role: 'admin' });
    const forged = [...other.split('.').slice(0, 2), token.split('.')[2]].join('.');
    await expect(tokens.actorOf(`Bearer ${forged}`)).rejects.toThrow('token/invalid');
  });
});
