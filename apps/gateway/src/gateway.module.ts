import { CONFIG, LOG, makeLog, Metrics, Tokens } from '#libs/platform/http';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { ThrottlerModule } from '@nestjs/throttler';
import { readConfig, type GatewayConfig } from './config.js';
import { ForwardRequestsController } from './features/forward-requests/forward-requests.controller.js';
import { CallerGuard } from './features/limit-callers/caller.guard.js';
import { LimitGuard } from './features/limit-callers/limit.guard.js';
import { ShowDocumentsController } from './features/show-documents/show-documents.controller.js';
import { ShowHealthController } from './features/show-health/show-health.controller.js';

const minuteMilliseconds = 60_000;

/** One front door: paths to services, limits, security headers, documents. It keeps nothing and decides nothing else. */
@Module({
  imports: [
    TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: 0 }),
    ThrottlerModule.forRootAsync({
      useFactory: () => [{ ttl: minuteMilliseconds, limit: readConfig().requestsAMinuteMax }],
    }),
  ],
  controllers: [ShowHealthController, ShowDocumentsController, ForwardRequestsController],
  providers: [
    { provide: CONFIG, useFactory: readConfig },
    {
      provide: LOG,
      inject: [CONFIG],
      useFactory: (config: GatewayConfig) => makeLog(config.app, config.logLevel),
    },
    { provide: Metrics, inject: [CONFIG], useFactory: (config: GatewayConfig) => new Metrics(config.app) },
    { provide: Tokens, inject: [CONFIG], useFactory: (config: GatewayConfig) => new Tokens(config.identity) },
    { provide: APP_GUARD, inject: [Tokens], useFactory: (tokens: Tokens) => new CallerGuard(tokens) },
    { provide: APP_GUARD, useClass: LimitGuard },
  ],
})
export class GatewayModule {}
