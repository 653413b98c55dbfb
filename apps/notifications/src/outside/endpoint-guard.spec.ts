import { describe, expect, it } from '@jest/globals';
import { isPublic, mayBeSubscribed, publicLookup } from './endpoint-guard.js';

describe('where a notice may go (R64)', () => {
  it.each(['https://partner.example/events', 'https://partner.example:8443/x?y=1', 'https://8.8.8.8/'])(
    '%s is on the public network',
    (url) => expect(mayBeSubscribed(url, false)).toBe(true),
  );

  it.each([
    'http://partner.example/events',
    'https://user:password@partner.example/',
    'https://localhost/',
    'https://intranet/',
    'https://127.0.0.1/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://224.0.0.1/',
    'file:///etc/passwd',
    'gopher://partner.example/',
    'nonsense',
  ])('%s is not', (url) => expect(mayBeSubscribed(url, false)).toBe(false));

  it('a local hub takes http and private addresses, and still no user name', () => {
    expect(mayBeSubscribed('http://localhost:3030/events', true)).toBe(true);
    expect(mayBeSubscribed('http://user@localhost:3030/', true)).toBe(false);
    expect(mayBeSubscribed('ftp://localhost/', true)).toBe(false);
  });

  it('an address written as IPv6 is judged as the IPv4 address that it is', () => {
    expect(isPublic('::ffff:10.0.0.1')).toBe(false);
    expect(isPublic('::ffff:8.8.8.8')).toBe(true);
  });

  it('a name is looked up at the moment of the connection, and refused where it points inwards', async () => {
    const error = await new Promise((resolve) => publicLookup('localhost', {}, resolve));
    expect(error).toMatchObject({ name: 'AddressForbidden', code: 'ADDRESS_FORBIDDEN' });
  });
});
