import type { Log } from '../observing.js';
import type { Broker } from './broker.js';
import { embeddedBroker } from './embedded.broker.js';

export type BrokerAddress =
  | { readonly kind: 'embedded'; readonly databaseUrl: string }
  | {
      readonly kind: 'kafka';
      readonly brokers: readonly string[];
      /** How long a member may be silent before its partitions go to another; 45 s where nothing is said. */
      readonly sessionTimeoutMilliseconds?: number;
    };

export interface OpenBrokerOptions {
  /** Shown to the broker's operator. */
  readonly clientId: string;
  readonly log?: Log;
}

/** The broker at this address. Kafka's client is loaded only where it is used: it is large. */
export async function openBroker(address: BrokerAddress, options: OpenBrokerOptions): Promise<Broker> {
  const { clientId: instance, ...rest } = options;
  if (address.kind === 'embedded')
    return embeddedBroker({ connectionString: address.databaseUrl, instance, ...rest });
  const { kafkaBroker } = await import('./kafka.broker.js');
  const { kind: _, ...where } = address;
  return kafkaBroker({ ...where, ...options });
}
