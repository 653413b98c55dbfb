import { uuidv7 } from '#libs/kernel';
import type { PoolClient } from 'pg';
import type { DataSource, EntityTarget, ObjectLiteral, QueryRunner } from 'typeorm';
import { isRetryable } from './failures.js';
import { answerAgain, keepAnswer } from './idempotency.js';
import type { Actor, Cause, CommandContext, Tx } from './tx.js';

const attemptsMax = 3;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Opens transactions: as an organization (row level security), or as the app itself (consumers, timers). */
export class UnitOfWork {
  constructor(
    private readonly asOrganization: DataSource,
    private readonly asWorker: DataSource,
  ) {}

  /**
   * Runs what a person asked for. The answer is kept under the idempotency key in the same transaction, so a repeat gets
   * the first answer; a deadlock is tried again, since nothing has happened yet.
   */
  async command<Answer>(context: CommandContext, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTransaction(this.asOrganization, context, async (tx) => {
          const kept = await answerAgain<Answer>(tx, context.idempotency);
          if (kept !== undefined) {
            context.idempotency.replayed = true;
            return kept;
          }
          const answer = await work(tx);
          await keepAnswer(tx, context.idempotency, answer);
          return answer;
        });
      } catch (error) {
        if (attempt >= attemptsMax || !isRetryable(error)) throw error;
      }
    }
  }

  /** Reads as one organization: rows it is not party to do not exist. */
  query<Answer>(actor: Actor, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return inTransaction(this.asOrganization, { actor, cause: {} }, work);
  }

  /** Acts as the app itself: consumers and timers. */
  worker<Answer>(cause: Cause, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return inTransaction(this.asWorker, { cause }, work);
  }
}

interface TransactionContext {
  readonly actor?: Actor;
  readonly cause: Cause;
  readonly ifMatch?: number;
}

async function inTransaction<Answer>(
  dataSource: DataSource,
  context: TransactionContext,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  const runner = dataSource.createQueryRunner();
  let client: PoolClient | undefined;
  const effects: (() => void)[] = [];
  try {
    client = (await runner.connect()) as PoolClient;
    const now = await begin(client, context.actor);
    markTransaction(runner, true);
    const answer = await work(transaction(runner, client, now, context, effects));
    // PostgreSQL answers the commit of a failed transaction with a rollback, not with an error.
    const { command } = await client.query('commit');
    if (command !== 'COMMIT')
      throw new Error('An error of the database was swallowed: nothing was committed.');
    for (const effect of effects) effect();
    return answer;
  } catch (error) {
    await client?.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    markTransaction(runner, false);
    await runner.release();
  }
}

/** TypeORM refuses to lock rows where it does not know of the transaction; ours begins in one round trip with its settings. */
function markTransaction(runner: QueryRunner, active: boolean): void {
  (runner as { isTransactionActive: boolean }).isTransactionActive = active;
}

/** Begin, name the organization for this transaction, read the time: one round trip. */
async function begin(client: PoolClient, actor: Actor | undefined): Promise<Date> {
  const organization = actor?.organizationId ?? '';
  if (organization !== '' && !uuid.test(organization))
    throw new Error('The organization of a token is a UUID.');
  const results = (await client.query(
    `begin; select set_config('hub.organization', '${organization}', true), hub_now() as now`,
  )) as unknown as { rows: { now: Date }[] }[];
  return results[1]!.rows[0]!.now;
}

function transaction(
  runner: QueryRunner,
  client: PoolClient,
  now: Date,
  context: TransactionContext,
  effects: (() => void)[],
): Tx {
  return {
    manager: runner.manager,
    now,
    actor: context.actor,
    cause: context.cause,
    ifMatch: context.ifMatch,
    newId: () => uuidv7(now),
    query: async <Row extends ObjectLiteral>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...parameters])).rows,
    lock: <Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: string) =>
      runner.manager
        .createQueryBuilder(entity, 'row')
        .setLock('pessimistic_write')
        .where('row.id = :id', { id })
        .getOne(),
    because: (cause) => transaction(runner, client, now, { ...context, cause }, effects),
    afterCommit: (effect) => void effects.push(effect),
  };
}
