import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LocalKeys, seal, unseal } from './key-port.js';

const key = randomBytes(32);

describe('sealing', () => {
  it('gives back what was sealed, and never the same bytes twice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, context) => {
        const text = Buffer.from(bytes);
        const sealed = seal(key, text, context);
        expect(unseal(key, sealed, context)).toEqual(text);
        expect(seal(key, text, context).equals(sealed)).toBe(false);
      }),
    );
  });

  it('is broken by any changed byte, another key, or another record', () => {
    const sealed = seal(key, Buffer.from('whsec'), 'record 1');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(sealed);
        changed[index] = changed[index]! ^ change;
        expect(() => unseal(key, changed, 'record 1')).toThrow(
          'Unsupported state or unable to authenticate data',
        );
      }),
    );
    expect(() => unseal(randomBytes(32), sealed, 'record 1')).toThrow(
      'Unsupported state or unable to authenticate data',
    );
    expect(() => unseal(key, sealed, 'record 2')).toThrow('Unsupported state or unable to authenticate data');
  });

  it('a key that one master key wrapped is nothing to another', async () => {
    const wrapped = await new LocalKeys(key).wrap(randomBytes(32), 'record 1');
    await expect(new LocalKeys(key).unwrap(wrapped, 'record 1')).resolves.toHaveLength(32);
    await expect(async () => new LocalKeys(randomBytes(32)).unwrap(wrapped, 'record 1')).rejects.toThrow(
      'Unsupported state or unable to authenticate data',
    );
  });
});
