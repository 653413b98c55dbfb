/** The part of the platform that knows no database and no broker: all that the gateway needs. */
export {
  ConfigurationFaults,
  type IdentityConfig,
  readIdentityConfig,
  readKafkaAddress,
  Reading,
} from './config.js';
export { Tokens, tokenInvalid, tokenMissing } from './identity/tokens.js';
export { Metrics } from './observing/metrics.js';
export { makeLog } from './observing/logs.js';
export { traceparentOf } from './observing/trace.js';
export { noSuchThing, requestMalformed, tooMany, unavailable } from './problems/generic.js';
export { ProblemFilter } from './problems/problem.filter.js';
export { makeHttpApp, start } from './start-http-app.js';
export { CONFIG, LOG } from './tokens.js';
