import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaAddress } from '#libs/messaging';
import { startOwnKafka } from '../../../infra/local/kafka.js';
import { freePorts } from '../../../infra/local/ports.js';

export { kafkaCanBeStarted } from '../../../infra/local/kafka.js';

/** Who may do everything on `testSecuredKafka`; every other user may do what its ACLs say. */
export const kafkaOperator = 'operator';

/**
 * Apache Kafka as operators run it, beside the one of the run: TLS with a certificate made for it (for `localhost` alone),
 * users with passwords (SCRAM-SHA-512 and SCRAM-SHA-256; PLAIN for the operator), and ACLs.
 */
export async function testSecuredKafka(users: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-hub-secured-kafka-'));
  const port = await freePorts(2);
  const passwords = new Map(
    [kafkaOperator, ...users].map((user) => [user, randomBytes(18).toString('base64url')]),
  );
  const certificate = makeCertificate(folder);
  const login = `username="${kafkaOperator}" password="${passwords.get(kafkaOperator)}"`;
  const scram = `org.apache.kafka.common.security.scram.ScramLoginModule required ${login};`;
  const kafka = await startOwnKafka({
    folder: join(folder, 'kafka'),
    port,
    controllerPort: port + 1,
    logFile: join(folder, 'kafka.log'),
    credentials: [...passwords].flatMap(([user, password]) =>
      ['SCRAM-SHA-512', 'SCRAM-SHA-256'].map((name) => `${name}=[name=${user},password=${password}]`),
    ),
    settings: {
      listeners: `SASL_SSL://localhost:${port},CONTROLLER://localhost:${port + 1}`,
      'advertised.listeners': `SASL_SSL://localhost:${port}`,
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL',
      'inter.broker.listener.name': 'SASL_SSL',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': certificate.keyStore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': certificate.file,
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512,SCRAM-SHA-256,PLAIN',
      'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
      'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': scram,
      'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': scram,
      'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${kafkaOperator}="${passwords.get(kafkaOperator)}";`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // The controller's own listener knows no users.
      'super.users': `User:${kafkaOperator};User:ANONYMOUS`,
    },
  }).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    port,
    /** A listener without TLS and users. */
    controllerPort: port + 1,
    addressOf: (username: string): KafkaAddress & Required<Pick<KafkaAddress, 'login' | 'tls'>> => ({
      kind: 'kafka',
      brokers: kafka.brokers,
      sessionTimeoutMilliseconds: 6_000,
      tls: { authorities: readFileSync(certificate.file, 'utf8') },
      login: { mechanism: 'scram-sha-512', username, password: passwords.get(username)! },
    }),
    async stop() {
      await kafka.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type SecuredKafka = Awaited<ReturnType<typeof testSecuredKafka>>;

/** A key and a certificate that it signed itself, each as PEM; Kafka wants both in one file. */
function makeCertificate(folder: string) {
  const keyFile = join(folder, 'kafka.key');
  const file = join(folder, 'kafka.pem');
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', keyFile, '-out', file],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const keyStore = join(folder, 'kafka-with-key.pem');
  writeFileSync(keyStore, `${readFileSync(keyFile, 'utf8')}${readFileSync(file, 'utf8')}`, { mode: 0o600 });
  return { keyStore, file };
}
