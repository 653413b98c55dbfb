import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { base64url, exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWK } from 'jose';
import { Tokens } from './tokens.js';

type Key = Awaited<ReturnType<typeof keyNamed>>;

async function keyNamed(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { kid, privateKey, publicKey, jwk };
}

/** An identity provider that changes its keys; how often they were fetched is counted. */
let published: Key[];
let fetches: number;
let server: Server;
let issuer: string;
let tokens: Tokens;
let first: Key;
let second: Key;

beforeEach(async () => {
  [first, second] = [await keyNamed('first'), await keyNamed('second')];
  published = [first];
  fetches = 0;
  server = createServer((_, response) => {
    fetches += 1;
    response
      .writeHead(200, { 'content-type': 'application/json', connection: 'close' })
      .end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  issuer = `http://localhost:${(server.address() as { port: number }).port}`;
  tokens = new Tokens({ issuer, audience: 'liaison-hub', secondFactors: ['otp'] });
});
afterEach(async () => {
  jest.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const claims = () => ({
  organization: randomUUID(),
  member: randomUUID(),
  role: 'ngo_worker',
  iss: issuer,
  aud: 'liaison-hub',
  exp: Math.floor(Date.now() / 1000) + 3_600,
});
const bearerBy = async ({ kid, privateKey }: Key) =>
  `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' }).sign(privateKey)}`;
const unsigned = (header: object, signature = '') =>
  `Bearer ${base64url.encode(JSON.stringify({ typ: 'at+jwt', ...header }))}.${base64url.encode(JSON.stringify(claims()))}.${signature}`;

/** Time alone moves; timers and sockets are real. */
function pass(seconds: number): void {
  jest.useFakeTimers({
    now: Date.now() + seconds * 1_000,
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'clearTimeout', 'performance'],
  });
}

const invalid = { code: 'token/invalid', kind: 'unauthorized' };

describe('signing keys that rotate', () => {
  it('a token of a new key is accepted at once, and the one before beside it, for one fetch more', async () => {
    await tokens.actorOf(await bearerBy(first));
    pass(31);
    published = [first, second];
    await tokens.actorOf(await bearerBy(second));
    await tokens.actorOf(await bearerBy(first));
    expect(fetches).toBe(2);
  });

  it('a key that was withdrawn is believed for five minutes at most', async () => {
    published = [first, second];
    await tokens.actorOf(await bearerBy(first));
    published = [second];
    await tokens.actorOf(await bearerBy(first));
    pass(301);
    await expect(tokens.actorOf(await bearerBy(first))).rejects.toMatchObject(invalid);
    await tokens.actorOf(await bearerBy(second));
    expect(fetches).toBe(2);
  });

  it('a flood of tokens of invented keys is 401 each time, and fetches keys once a cool-down', async () => {
    await tokens.actorOf(await bearerBy(first));
    const flood = async () => {
      for (let index = 0; index < 100; index += 1) {
        const invented = { ...second, kid: `invented-${index}` };
        await expect(tokens.actorOf(await bearerBy(invented))).rejects.toMatchObject(invalid);
      }
    };
    await flood();
    expect(fetches).toBe(1);
    pass(31);
    await flood();
    expect(fetches).toBe(2);
    await tokens.actorOf(await bearerBy(first));
  });
});

describe('a token that nobody signed', () => {
  it('by the algorithm none is refused', async () => {
    for (const alg of ['none', 'None', 'NONE'])
      await expect(tokens.actorOf(unsigned({ alg, kid: 'first' }))).rejects.toMatchObject(invalid);
  });

  it('by HS256 with the public key as its secret is refused', async () => {
    const secrets = [await exportSPKI(first.publicKey), JSON.stringify(first.jwk), String(first.jwk.x)].map(
      (text) => new TextEncoder().encode(text.padEnd(32, ' ')),
    );
    for (const secret of secrets) {
      const forged = await new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'first', typ: 'at+jwt' })
        .sign(secret);
      await expect(tokens.actorOf(`Bearer ${forged}`)).rejects.toMatchObject(invalid);
    }
  });

  it('by another key under a known name is refused', async () => {
    await expect(tokens.actorOf(await bearerBy({ ...second, kid: 'first' }))).rejects.toMatchObject(invalid);
  });
});
