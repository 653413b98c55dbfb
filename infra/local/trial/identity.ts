import { join } from 'node:path';
import { clientSecrets } from '../parties.js';
import { Secrets } from '../secrets.js';
import { identityFolder } from './desk-lines.js';

/** The local identity provider in a container: its keys and its clients' secrets are made at its first start, in its volume. */
process.env['SIGNING_KEYS'] = join(identityFolder, 'signing-keys.json');
process.env['CLIENT_SECRETS'] = clientSecrets(new Secrets(join(identityFolder, 'secrets.json')));
await import('../identity.js');
