import { isId, refusal, Refusal, roles, type Role } from '#libs/kernel';
import type { Actor } from '#libs/messaging';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { IdentityConfig } from '../config.js';

export const tokenMissing = refusal(
  'token/missing',
  'unauthorized',
  'This needs an access token. Send it as "Authorization: Bearer <token>".',
  'Un jeton d’accès est nécessaire. Envoyez-le ainsi : « Authorization: Bearer <jeton> ».',
);
export const tokenInvalid = refusal(
  'token/invalid',
  'unauthorized',
  'The access token is not valid here: it may have expired. Get a new one and try again.',
  'Le jeton d’accès n’est pas valable ici : il a peut-être expiré. Demandez-en un nouveau et réessayez.',
);
export const identityUnavailable = refusal(
  'token/cannot-be-checked',
  'unavailable',
  'The identity provider cannot be reached, so the token cannot be checked. Try again shortly.',
  'Le fournisseur d’identité est injoignable; le jeton ne peut être vérifié. Réessayez sous peu.',
);

const algorithms = ['RS256', 'ES256', 'EdDSA'];
const clockToleranceSeconds = 30;
const keySetCooldownMilliseconds = 30_000;
/** A key that was withdrawn is believed so long at most. */
const keySetBelievedMilliseconds = 300_000;
/** A token that was checked is believed so long, as its signature cannot change; less where it expires before. */
const checkedMilliseconds = 30_000;
const checkedMax = 1_000;

/** Who calls, and whether the identity provider vouches for a second factor (RFC 8176, RFC 9068 2.2.1). */
export interface KnownActor extends Actor {
  readonly secondFactor: boolean;
}

/** Checks access tokens (RFC 9068): issuer, audience, expiry, type, a fixed list of algorithms; keys are fetched at most once a cool-down. */
export class Tokens {
  private readonly keys: JWTVerifyGetKey;
  private readonly checked = new Map<string, { actor: KnownActor; until: number }>();

  constructor(private readonly config: IdentityConfig) {
    this.keys = createRemoteJWKSet(new URL(`${config.issuer.replace(/\/$/, '')}/jwks`), {
      cooldownDuration: keySetCooldownMilliseconds,
      cacheMaxAge: keySetBelievedMilliseconds,
      timeoutDuration: 5_000,
    });
  }

  /** @throws Refusal `token/missing`, `token/invalid` (401), `token/cannot-be-checked` (503) */
  async actorOf(authorization: string | undefined): Promise<KnownActor> {
    const token = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new Refusal(tokenMissing);
    const known = this.checked.get(token);
    if (known && known.until > Date.now()) return known.actor;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.config.issuer,
        audience: this.config.audience,
        algorithms,
        typ: 'at+jwt',
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'organization', 'member', 'role'],
      });
      const actor = this.actorFrom(payload);
      const expiresAt = (payload.exp! + clockToleranceSeconds) * 1_000;
      if (this.checked.size >= checkedMax) this.checked.clear();
      this.checked.set(token, { actor, until: Math.min(Date.now() + checkedMilliseconds, expiresAt) });
      return actor;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (
        error instanceof errors.JOSEError &&
        !(error instanceof errors.JWKSTimeout) &&
        error.code !== 'ERR_JOSE_GENERIC'
      ) {
        throw new Refusal(tokenInvalid, { detail: error.code });
      }
      throw new Refusal(identityUnavailable);
    }
  }

  private actorFrom(claims: JWTPayload): KnownActor {
    const { organization, member, role, amr, acr } = claims;
    const known = roles.find((one): one is Role => one === role);
    if (!isId(organization) || !isId(member) || !known) {
      throw new Refusal(tokenInvalid, {
        detail: 'The token names no organization, member and role of the hub.',
      });
    }
    const shown = [acr, ...(Array.isArray(amr) ? amr : [])];
    const secondFactor = this.config.secondFactors.some((one) => shown.includes(one));
    return {
      organizationId: organization.toLowerCase(),
      memberId: member.toLowerCase(),
      role: known,
      secondFactor,
    };
  }
}
