import type { KafkaAddress } from './addresses.js';

/** What Kafka's client met: the broker where it names one, Node's code of a TLS fault, Kafka's name of a refusal. */
interface ClientError {
  readonly name?: string;
  readonly message?: string;
  readonly broker?: string;
  readonly code?: unknown;
  readonly type?: string;
  readonly cause?: unknown;
  /** Of several requests in one, such as for topics. */
  readonly errors?: readonly unknown[];
}

/** Kafka cannot be used as it is set: says which broker, why, and what to look at. */
export class KafkaRefused extends Error {
  override readonly name = 'KafkaRefused';
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** A refusal as a sentence for an operator; any other error as it came. */
export function explained(error: unknown, address: KafkaAddress): Error {
  let one = error as ClientError | undefined;
  while (one) {
    const sentence = sentenceFor(one, address);
    if (sentence) return new KafkaRefused(sentence, { cause: error });
    one = (one.cause ?? one.errors?.[0]) as ClientError | undefined;
  }
  return error as Error;
}

function sentenceFor(
  { name, message = '', broker, code, type = '' }: ClientError,
  { brokers, tls, login }: KafkaAddress,
): string | undefined {
  const where = broker ?? brokers.join(', ');
  if (untrusted.has(String(code)))
    return `The certificate of Kafka at ${where} is signed by nobody who is trusted here (${String(code)}): set KAFKA_TLS_CA_FILE to the certificate of the authority that signed it.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of Kafka at ${where} is for another name: in KAFKA_BROKERS, and in what the brokers advertise, use the names that stand in it (${message}).`;
  if (/^CERT_/.test(String(code)))
    return `The certificate of Kafka at ${where} is not valid (${String(code)}): renew it, or mend the clock of this machine.`;
  if (tls && (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || /before secure TLS connection/.test(message)))
    return `Kafka at ${where} does not answer in TLS: name the port of a listener with TLS in KAFKA_BROKERS, or leave KAFKA_TLS out where Kafka has none.`;
  if (name === 'KafkaJSConnectionClosedError' && !(tls && login))
    return `Kafka at ${where} closes the connection instead of answering: it is just ending, or its listener wants TLS (KAFKA_TLS=true) or a user (KAFKA_USERNAME, KAFKA_PASSWORD).`;
  if (name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED')
    return `Kafka at ${where} does not let the user "${login?.username}" in (${login?.mechanism}): check KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_SASL_MECHANISM (${message}).`;
  if (type === 'UNSUPPORTED_SASL_MECHANISM' || type === 'ILLEGAL_SASL_STATE')
    return `Kafka at ${where} does not take ${login?.mechanism}: set KAFKA_SASL_MECHANISM to what its listener takes (${message}).`;
  if (type.endsWith('_AUTHORIZATION_FAILED'))
    return `Kafka at ${where} does not allow this to ${login ? `the user "${login.username}"` : 'who names no user'}: see “Kafka with TLS and users” in docs/runbook.md (${message}).`;
  if (name === 'KafkaJSGroupCoordinatorNotFound' && login)
    return `Kafka at ${where} names no coordinator of the group: the user "${login.username}" has no right to read in it (see “Kafka with TLS and users” in docs/runbook.md), or the topic __consumer_offsets is away.`;
  return undefined;
}
