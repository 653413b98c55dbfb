import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A webhook may not go there (R64). */
export class AddressForbidden extends Error {
  override readonly name = 'AddressForbidden';
  readonly code = 'ADDRESS_FORBIDDEN';
  constructor(host: string) {
    super(`${host} is not on the public network.`);
  }
}

/** R64: https, no user name, and a literal address only if it is public. A local hub takes any http address. */
export function mayBeSubscribed(written: string, local: boolean): boolean {
  // A parser drops or encodes control characters and blanks; what is kept is what was written.
  if (/[\p{Cc}\s]/u.test(written) || !URL.canParse(written)) return false;
  const url = new URL(written);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (local) return url.protocol === 'https:' || url.protocol === 'http:';
  if (url.protocol !== 'https:') return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? isPublic(host) : /\.[a-z]/i.test(host);
}

/** Whether this address is reachable by everyone: none of the private, local, shared or reserved ranges. */
export function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}

/**
 * A lookup that refuses a name where any of its addresses is not public, at the moment of the connection: what a name
 * pointed at yesterday does not count.
 */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.length === 0 || addresses.some(({ address }) => !isPublic(address)))
      return callback(new AddressForbidden(host), []);
    if (options.all) return callback(null, addresses);
    return callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};
