import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Wraps the keys of records; a local key here, a key management service elsewhere (R18). */
export abstract class KeyPort {
  abstract wrap(key: Buffer, context: string): Promise<Buffer>;
  /** @throws where `wrapped` was made with another master key, or for another context */
  abstract unwrap(wrapped: Buffer, context: string): Promise<Buffer>;
}

/** The master key in this process's memory. */
export class LocalKeys extends KeyPort {
  constructor(private readonly masterKey: Buffer) {
    super();
  }

  wrap(key: Buffer, context: string): Promise<Buffer> {
    return Promise.resolve(seal(this.masterKey, key, context));
  }

  unwrap(wrapped: Buffer, context: string): Promise<Buffer> {
    return Promise.resolve(unseal(this.masterKey, wrapped, context));
  }
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, ciphertext, tag; `context` is authenticated, so that a sealed text cannot be moved to another record. */
export function seal(key: Buffer, text: Buffer, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** @throws where the key or the context is another, or a byte was changed */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
