import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';
import { roleMeanings } from '#libs/access';
import { Reading } from '../../libs/platform/src/config.js';
import { clients } from './parties.js';

/**
 * The local identity provider, a process of its own: client credentials for the demonstration's organizations, JWT access
 * tokens (RFC 9068) for the one audience. For one machine; a real hub trusts a real provider.
 */
const audience = 'liaison-hub';
const tokenSeconds = 600;
const read = new Reading(process.env);
const port = read.port('PORT');
const { host, issuer, keysFile, secrets } = read.finish({
  host: read.text('HOST', 'the address to listen on', 'localhost'),
  issuer: read.text('OIDC_ISSUER', 'the URL under which the hub reaches this', `http://localhost:${port}`),
  keysFile: read.text('SIGNING_KEYS', 'the file of the signing keys'),
  secrets: read.secret('CLIENT_SECRETS', 'a JSON object of client names and their secrets'),
});
const secretOf = JSON.parse(secrets) as Record<string, string>;

async function signingKeys(file: string): Promise<{ keys: JWK[] }> {
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: 'local', alg: 'ES256', use: 'sig' };
    writeFileSync(file, JSON.stringify({ keys: [jwk] }), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as { keys: JWK[] };
}

const provider = new Provider(issuer, {
  jwks: await signingKeys(keysFile),
  cookies: { keys: [secretOf['cookies']!] },
  clients: clients.map(({ name }) => ({
    client_id: name,
    client_secret: secretOf[name]!,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    id_token_signed_response_alg: 'ES256',
  })),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:liaison-hub',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience,
        accessTokenTTL: tokenSeconds,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  clientBasedCORS: () => false,
  extraTokenClaims: (_, token) => {
    const client = clients.find(({ name }) => name === token.clientId);
    return (
      client && {
        organization: client.organizationId,
        member: client.memberId,
        role: client.role,
        // Nobody signs in here: each person of the demonstration counts as one who did, with a one-time password.
        ...(roleMeanings[client.role].machine ? {} : { amr: ['pwd', 'otp'] }),
      }
    );
  },
});

const server = provider.listen(port, host);
const end = () => server.close(() => process.exit(0));
process.once('SIGTERM', end);
process.once('disconnect', () => process.exit(0));
