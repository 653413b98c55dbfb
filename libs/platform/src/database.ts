import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';

const limits = {
  statementMilliseconds: 10_000,
  idleInTransactionMilliseconds: 10_000,
  connectMilliseconds: 5_000,
  /**
   * From when a statement was sent, those before it in its turn included: several times the server's own limit, so that only
   * a server that is gone without a word is given up by it.
   */
  answerMilliseconds: 40_000,
};

/** A pool of one role; migrations are run elsewhere, as the owner. */
export function databaseAs(
  url: string,
  name: string,
  rows: readonly EntityTarget<ObjectLiteral>[],
  connectionsMax: number,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: name,
    entities: rows as never[],
    synchronize: false,
    migrationsRun: false,
    logging: false,
    installExtensions: false,
    poolSize: connectionsMax,
    connectTimeoutMS: limits.connectMilliseconds,
    extra: {
      // The unit of work sends statements without waiting for the one before.
      pipeline: true,
      statement_timeout: limits.statementMilliseconds,
      idle_in_transaction_session_timeout: limits.idleInTransactionMilliseconds,
      connectionTimeoutMillis: limits.connectMilliseconds,
      query_timeout: limits.answerMilliseconds,
      keepAlive: true,
    },
  });
}
