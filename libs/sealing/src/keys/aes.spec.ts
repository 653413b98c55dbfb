import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sealWith, unsealWith } from './aes.js';

const newKey = () => createSecretKey(randomBytes(32));
const key = newKey();
const broken = 'Unsupported state or unable to authenticate data';

describe('sealing (R18)', () => {
  it('gives back what was sealed, and never the same bytes twice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, context) => {
        const text = Buffer.from(bytes);
        const sealed = sealWith(key, text, context);
        expect(unsealWith(key, sealed, context)).toEqual(text);
        expect(sealWith(key, text, context).equals(sealed)).toBe(false);
      }),
    );
  });

  it('is broken by any changed byte, another key, or another place', () => {
    const sealed = sealWith(key, Buffer.from('whsec'), 'place 1');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(sealed);
        changed[index] = changed[index]! ^ change;
        expect(() => unsealWith(key, changed, 'place 1')).toThrow(broken);
      }),
    );
    expect(() => unsealWith(newKey(), sealed, 'place 1')).toThrow(broken);
    expect(() => unsealWith(key, sealed, 'place 2')).toThrow(broken);
  });

  it('takes no tag that was cut short', () => {
    const sealed = sealWith(key, Buffer.from('a'), 'place 1');
    for (let bytes = 0; bytes < sealed.length; bytes += 1)
      expect(() => unsealWith(key, sealed.subarray(0, bytes), 'place 1')).toThrow(/Invalid|Unsupported/);
  });
});
