import type { Log } from '../observing.js';

export interface KafkaAddress {
  readonly kind: 'kafka';
  /** host:port of some of them, which tell the others. */
  readonly brokers: readonly string[];
  /** How long a member may be silent before its partitions go to another; 45 s where nothing is said. */
  readonly sessionTimeoutMilliseconds?: number;
  /** Absent: plaintext. `authorities` (PEM) are trusted in place of those that Node brings. */
  readonly tls?: { readonly authorities?: string };
  /** Absent: Kafka does not ask who calls. */
  readonly login?: {
    readonly mechanism: 'scram-sha-512' | 'scram-sha-256' | 'plain';
    readonly username: string;
    readonly password: string;
  };
}

/** What a service needs of Kafka, where users have rights of their own (ACLs). */
export interface KafkaGrant {
  readonly user: string;
  /** The group in which it consumes; it also reads whole topics, in groups named after this one. */
  readonly group: string;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

export type BrokerAddress = { readonly kind: 'embedded'; readonly databaseUrl: string } | KafkaAddress;

export interface OpenBrokerOptions {
  /** Shown to the broker's operator. */
  readonly clientId: string;
  readonly log?: Log;
}
