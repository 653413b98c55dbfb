import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { sealWith, unsealWith } from './aes.js';
import { KeyPort, MasterKeyUnknown, type WrappedKey } from './key-port.js';

const masterKeyBytes = 32;

/** The key is an object of the runtime, which prints nothing of it. */
export interface MasterKey {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * Reads master keys, the current one first: each `id:base64`, or base64 alone, whose id is then made from it; between them
 * commas or line ends.
 * @throws naming the place in the text and what is wrong, never what stands there
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const keys = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry, index) => {
      const [, id, base64] = /^(?:([\w.-]{1,64}):)?([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
      const bytes = Buffer.from(base64 ?? '', 'base64');
      if (bytes.length !== masterKeyBytes)
        throw new Error(`key ${index + 1} is not ${masterKeyBytes} bytes in base64`);
      return { id: id ?? idOf(bytes), key: createSecretKey(bytes) };
    });
  const twice = keys.find(({ id }, index) => keys.findIndex((other) => other.id === id) !== index);
  if (twice) throw new Error(`two keys are called "${twice.id}"`);
  return keys;
}

/** The name of a master key that was given none: the same wherever it is read. */
function idOf(key: Buffer): string {
  return `k${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

/** Master keys from a file, read again where it has changed: a rotation needs no restart. */
export function masterKeysOfFile(file: string): () => readonly MasterKey[] {
  let read: { readonly state: string; readonly keys: readonly MasterKey[] } | undefined;
  return () => {
    const { mtimeMs, ino, size } = statSync(file);
    const state = `${mtimeMs}/${ino}/${size}`;
    if (read?.state !== state) read = { state, keys: parseMasterKeys(readFileSync(file, 'utf8')) };
    return read.keys;
  };
}

/** Master keys in this process's memory; the first is the current one. */
export class MasterKeys extends KeyPort {
  constructor(private readonly keys: () => readonly MasterKey[]) {
    super();
  }

  async currentId(): Promise<string> {
    return this.current().id;
  }

  async wrap(key: Buffer, context: string): Promise<WrappedKey> {
    const current = this.current();
    return { bytes: sealWith(current.key, key, context), masterKeyId: current.id };
  }

  async unwrap({ bytes, masterKeyId }: WrappedKey, context: string): Promise<Buffer> {
    const master = this.keys().find(({ id }) => id === masterKeyId);
    if (!master) throw new MasterKeyUnknown(masterKeyId);
    return unsealWith(master.key, bytes, context);
  }

  private current(): MasterKey {
    const [current] = this.keys();
    if (!current) throw new Error('There is no master key: set MASTER_KEYS or MASTER_KEYS_FILE.');
    return current;
  }
}
