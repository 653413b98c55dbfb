import { rolesOf } from '#libs/messaging';
import { keysDatabase, keysOwner, keysRoleOf } from '#libs/sealing';
import { apps, appsThatSeal } from '../postgres/databases.js';

/**
 * Where secrets lie in a container, below its folder of secrets. A service gets its own folder alone; the jobs get all.
 * The chart mounts Kubernetes' secrets at the same places (infra/k8s).
 */
export const secretsFolder = process.env['SECRETS'] ?? '/secrets';
export const adminUrlFile = 'operator/database-admin-url';
export const postgresPasswordFile = 'postgres/password';
/** Each app that seals has master keys of its own. */
export const masterKeysFile = (app: string) => `${app}/master-keys`;

/** The URL of each role of each database, as the role itself. Who owns tables never serves: only the job that migrates has it. */
export const roleUrls: readonly { database: string; role: string; file: string }[] = [
  ...apps.flatMap((app) => {
    const { owner, app: organization, worker } = rolesOf(app);
    return [
      { database: app, role: organization, file: `${app}/database-url` },
      { database: app, role: worker, file: `${app}/database-worker-url` },
      { database: app, role: owner, file: `operator/${app}-owner-url` },
    ];
  }),
  ...appsThatSeal.map((app) => ({
    database: keysDatabase,
    role: keysRoleOf(app),
    file: `${app}/keys-database-url`,
  })),
  { database: keysDatabase, role: keysOwner, file: `operator/${keysDatabase}-owner-url` },
];
