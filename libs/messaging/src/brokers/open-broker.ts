import type { Log } from '../observing.js';
import type { Broker } from './broker.js';
import { embeddedBroker } from './embedded.broker.js';

export type BrokerAddress =
  | { readonly kind: 'embedded'; readonly databaseUrl: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly string[] };

export interface OpenBrokerOptions {
  /** Shown to the broker's operator. */
  readonly clientId: string;
  readonly log?: Log;
  /** Kafka only: how long a member may be silent before its partitions go to another. */
  readonly sessionTimeoutMilliseconds?: number;
}

/** The broker at this address. Kafka's client is loaded only where it is used: it is large. */
export async function openBroker(address: BrokerAddress, options: OpenBrokerOptions): Promise<Broker> {
  const { clientId, ...rest } = options;
  if (address.kind === 'embedded')
    return embeddedBroker({ connectionString: address.databaseUrl, instance: clientId, ...rest });
  const { kafkaBroker } = await import('./kafka.broker.js');
  return kafkaBroker({ brokers: address.brokers, clientId, ...rest });
}
