import { CONFIG, LOG, makeLog, Metrics, Tokens } from '#libs/platform/http';
import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { readConfig, type GatewayConfig } from './config.js';
import { ForwardRequestsController } from './features/forward-requests/forward-requests.controller.js';
import { ServiceConnections } from './features/forward-requests/service-connections.js';
import { ShowDocumentsController } from './features/show-documents/show-documents.controller.js';
import { ShowHealthController } from './features/show-health/show-health.controller.js';

/** One front door: paths to services, limits, security headers, documents. It keeps nothing and decides nothing else. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: 0 })],
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
    ServiceConnections,
  ],
})
export class GatewayModule {}
