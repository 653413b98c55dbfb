export type { Actor, Cause, CommandContext, IdempotencyKey, Tx } from './tx/tx.js';
export { UnitOfWork } from './tx/unit-of-work.js';
export { isTransient } from './tx/failures.js';
export {
  assertUnchanged,
  everyone,
  saveAggregate,
  sequenceText,
  type AggregateRow,
} from './writing/save-aggregate.js';
export { appendEvent } from './writing/append-event.js';
export { auditOperator, type Operator } from './writing/audit-operator.js';
export { fleetingRecord } from './writing/fleeting.js';
export {
  publishMissing,
  readAgain,
  replay,
  type HeardTopic,
  type OwnedTopic,
} from './reconciling/reconcile.js';
export { auditRead, auditReads } from './writing/audit-read.js';
export { AuditChainWorker, type ChainHead } from './auditing/chain-worker.js';
export { verifyAudit, type Anchor, type AuditVerdict } from './auditing/verify-audit.js';
export { wakeable } from './relay/wakeable.js';
export { Relay } from './relay/relay.js';
export { EventContext, On } from './consuming/on.js';
export type { HubEvent } from './consuming/hub-event.js';
export { parkedKeys, release, skip, type ParkedKeyState } from './consuming/parking.js';
export { HubTransport } from './consuming/transport.js';
export {
  clearDeadline,
  DeadlineWorker,
  setDeadline,
  Timer,
  timerKind,
  type TimerHandler,
} from './deadlines/deadlines.js';
export type { MessagingMetrics } from './observing.js';
export type * from './brokers/broker.js';
export { RecordRefused } from './brokers/broker.js';
export { partitionOf } from './brokers/partitioner.js';
export type { BrokerAddress, KafkaAddress, KafkaGrant } from './brokers/addresses.js';
export { grantKafkaAccess, openBroker } from './brokers/open-broker.js';
export { createEmbeddedBrokerSchema } from './schema/embedded-broker-tables.js';
export { messagingTables } from './schema/messaging-tables.migration.js';
export { auditChain } from './schema/audit-chain.migration.js';
export { FirstDue1764300000001 } from './schema/first-due.migration.js';
export { ParkedOnce1764600000002 } from './schema/parked-once.migration.js';
export { skippedRecords } from './schema/skipped-records.migration.js';
export { ownedByOrganization, ownedByWorker, rolesOf, visibleToParties } from './schema/access.js';
