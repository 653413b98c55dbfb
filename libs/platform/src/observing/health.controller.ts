import { HubTransport, type Broker } from '#libs/messaging';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { Operation } from '../identity/access.guard.js';
import { BROKER, WORKER_DATABASE } from '../tokens.js';
import { Metrics } from './metrics.js';

/** A backlog above this means: this app answers from an old picture. */
const lagRecordsMax = 10_000;

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly transport: HubTransport,
    private readonly metrics: Metrics,
    @Inject(WORKER_DATABASE) private readonly database: DataSource,
    @Inject(BROKER) private readonly broker: Broker,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Operation('showLiveness')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Database there: this instance can answer, also while the broker is away; 503 otherwise. */
  @Get('health/serving')
  @Operation('showServing')
  @HealthCheck()
  serving(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.databaseAnswers()]);
  }

  /** Database there, group joined, lag within its limit; 503 with the reason otherwise. Parked keys are told, and stop nothing. */
  @Get('health/ready')
  @Operation('showReadiness')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.databaseAnswers(), () => this.consumerKeepsUp()]);
  }

  @Get('metrics')
  @Operation('showMetrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  private async databaseAnswers() {
    const check = this.indicators.check('database');
    try {
      const [row] = await this.database.query<{ parked: string }[]>(
        'select count(*) as parked from blocked_key',
      );
      return check.up({ parkedKeys: Number(row?.parked) });
    } catch {
      return check.down('The database does not answer.');
    }
  }

  private async consumerKeepsUp() {
    const check = this.indicators.check('consumer');
    if (!this.transport.isJoined()) return check.down('The consumer has not joined its group.');
    try {
      const lag = await this.broker.lag(this.transport.group, this.transport.topics());
      const records = lag.reduce((sum, partition) => sum + partition.records, 0);
      return records > lagRecordsMax
        ? check.down({ lagRecords: records, lagRecordsMax })
        : check.up({ lagRecords: records });
    } catch {
      return check.down('The broker does not answer.');
    }
  }
}
