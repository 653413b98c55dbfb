/** A subject's key, readable with one master key alone. */
export interface WrappedKey {
  readonly bytes: Buffer;
  readonly masterKeyId: string;
}

/** Wraps the keys of subjects: master keys of our own here, a key management service elsewhere (R18). */
export abstract class KeyPort {
  /** The master key that wraps from now on. */
  abstract currentId(): Promise<string>;
  /** Wraps with the current master key, and says which one that was. */
  abstract wrap(key: Buffer, context: string): Promise<WrappedKey>;
  /** @throws MasterKeyUnknown; and where `wrapped` was made for another context */
  abstract unwrap(wrapped: WrappedKey, context: string): Promise<Buffer>;
}

/** What was wrapped with it cannot be read until it is back. */
export class MasterKeyUnknown extends Error {
  override readonly name = 'MasterKeyUnknown';
  constructor(masterKeyId: string) {
    super(`There is no master key "${masterKeyId}" here: put it back behind the current one.`);
  }
}
