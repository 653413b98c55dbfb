export type { Actor, Cause, CommandContext, IdempotencyKey, Tx } from './tx/tx.js';
export { UnitOfWork } from './tx/unit-of-work.js';
export { isRetryable, isTransient } from './tx/failures.js';
export { keyInFlight, keyReused } from './tx/idempotency.js';
export {
  assertUnchanged,
  changedMeanwhile,
  everyone,
  saveAggregate,
  sequenceText,
  type AggregateRow,
  type Party,
  type PublishedEvent,
} from './writing/save-aggregate.js';
export { checkData, ContractBroken } from './writing/check-data.js';
export { appendEvent, type LooseEvent } from './writing/append-event.js';
export { auditRead } from './writing/audit-read.js';
export { wakeable } from './relay/wakeable.js';
export { Relay } from './relay/relay.js';
export { Consumer } from './consuming/consumer.js';
export { EventContext, On } from './consuming/on.js';
export type { HubEvent } from './consuming/hub-event.js';
export { HubTransport } from './consuming/transport.js';
export { release, skip, type Operator, type ParkedKey } from './consuming/parking.js';
export {
  clearDeadline,
  DeadlineWorker,
  setDeadline,
  Timer,
  timerKind,
  type TimerHandler,
} from './deadlines/deadlines.js';
export type { Log, MessagingMetrics } from './observing.js';
export type * from './brokers/broker.js';
export { RecordRefused } from './brokers/broker.js';
export { partitionOf } from './brokers/partitioner.js';
export { openBroker, type BrokerAddress } from './brokers/open-broker.js';
export { createEmbeddedBrokerSchema } from './schema/embedded-broker-tables.js';
export { messagingTables } from './schema/messaging-tables.migration.js';
export {
  ownedByOrganization,
  ownedByWorker,
  rolesOf,
  visibleToParties,
  type DatabaseRoles,
} from './schema/access.js';
