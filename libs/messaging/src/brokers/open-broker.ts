import type { BrokerAddress, KafkaAddress, KafkaGrant, OpenBrokerOptions } from './addresses.js';
import type { Broker } from './broker.js';
import { embeddedBroker } from './embedded.broker.js';

/** The broker at this address. Kafka's client is loaded only where it is used: it is large. */
export async function openBroker(address: BrokerAddress, options: OpenBrokerOptions): Promise<Broker> {
  const { clientId: instance, ...rest } = options;
  if (address.kind === 'embedded')
    return embeddedBroker({ connectionString: address.databaseUrl, instance, ...rest });
  const { kafkaBroker } = await import('./kafka.broker.js');
  return kafkaBroker(address, options);
}

/** Lets each user do what is listed. Idempotent; what a user was allowed before stays allowed. */
export async function grantKafkaAccess(
  address: KafkaAddress,
  grants: readonly KafkaGrant[],
  options: OpenBrokerOptions,
): Promise<void> {
  const { createGrants } = await import('./kafka.broker.js');
  await createGrants(address, grants, options);
}
