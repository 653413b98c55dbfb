import { CONFIG, Metrics } from '#libs/platform/http';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { services, type GatewayConfig, type Service } from '../../config.js';

const answerMilliseconds = 3_000;

@Controller()
export class ShowHealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** The process answers. */
  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Every service is ready; 503 naming those that are not, and why. */
  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.checks.check(services.map((service) => () => this.isReady(service)));
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  private async isReady(service: Service) {
    const check = this.indicators.check(service);
    try {
      const response = await fetch(`${this.config.urls[service]}/health/ready`, {
        signal: AbortSignal.timeout(answerMilliseconds),
      });
      const { info, error } = (await response.json()) as { info?: object; error?: object };
      return response.ok ? check.up({ ...info }) : check.down({ ...error });
    } catch {
      return check.down('It does not answer.');
    }
  }
}
