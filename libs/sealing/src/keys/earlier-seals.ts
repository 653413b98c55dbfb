import { createSecretKey } from 'node:crypto';
import { unsealWith } from './aes.js';
import type { KeyPort } from './key-port.js';

/**
 * Opens what was sealed before there was a keys database: its key lay beside it, wrapped by the master key of that time,
 * which is the current one until the first rotation.
 */
export async function openEarlierSeal(
  masterKeys: KeyPort,
  seal: { wrappedKey: Buffer; sealed: Buffer; context: string },
): Promise<string> {
  const { wrappedKey, sealed, context } = seal;
  const masterKeyId = await masterKeys.currentId();
  const key = createSecretKey(await masterKeys.unwrap({ bytes: wrappedKey, masterKeyId }, context));
  return unsealWith(key, sealed, context).toString();
}
