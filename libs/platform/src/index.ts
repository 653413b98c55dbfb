export {
  type AppConfig,
  ConfigurationFaults,
  type Environment,
  type IdentityConfig,
  readAppConfig,
  readIdentityConfig,
  reading,
} from './config.js';
export { AccessGuard, Allow, Public, roleForbidden } from './identity/access.guard.js';
export { Caller, Context, idempotencyKeyMissing } from './identity/caller.js';
export { Tokens, tokenInvalid, tokenMissing } from './identity/tokens.js';
export { HubModule } from './hub.module.js';
export { makeApp, makeHttpApp, startApp, startHttpApp, startMessaging } from './start-app.js';
export { Metrics } from './observing/metrics.js';
export { makeLog } from './observing/logs.js';
export { traceIdOf, traceparentOf } from './observing/trace.js';
export { noSuchThing, requestInvalid, unavailable } from './problems/generic.js';
export { languageOf, type Problem } from './problems/problem.js';
export { ProblemFilter } from './problems/problem.filter.js';
export { IdPipe, validation } from './problems/validation.js';
export { databaseAs } from './database.js';
export { BROKER, CONFIG, LOG, WORKER_DATABASE } from './tokens.js';
export { ApiAnswer, ApiCreated } from './documents.js';
export { LimitQuery, PageQuery, pageOf, type Page } from './pages.js';
export { withTag } from './etag.js';
