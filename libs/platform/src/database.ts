import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';

const limits = {
  statementMilliseconds: 10_000,
  idleInTransactionMilliseconds: 10_000,
  connectMilliseconds: 5_000,
  /** Longer than the server's own limit: whoever answers nothing by then is not there any more, and says so no longer. */
  answerMilliseconds: 15_000,
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
