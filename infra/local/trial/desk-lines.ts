import { join } from 'node:path';
import { secretsFolder } from '../../docker/secret-files.js';
import type { Delivery } from '../running-hub.js';

/** Volume of the identity provider: only it writes there. */
export const identityFolder = join(secretsFolder, 'identity');

export type ReceiverName = 'partner' | 'stranger';

/** What the desk is asked; each is answered once, with its number. */
export type Ask = { readonly number: number } & (
  | { readonly ask: 'token'; readonly client: string }
  | { readonly ask: 'watch' }
  | { readonly ask: 'receiver'; readonly receiver: ReceiverName }
  | { readonly ask: 'secret'; readonly receiver: ReceiverName; readonly secret: string }
  | { readonly ask: 'move time'; readonly milliseconds: number }
  | { readonly ask: 'reset time' }
);

/** What it says: an answer, a record of a topic, or what a partner's endpoint was sent. */
export type Said =
  | { readonly to: number; readonly answer: string | null }
  | { readonly to: number; readonly fault: string }
  | SeenRecord
  | { readonly delivered: ReceiverName; readonly delivery: Delivery };

export interface SeenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly value: string;
}
