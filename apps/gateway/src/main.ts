import { startHttpApp } from '#libs/platform/http';
import { prepareEdge } from './edge.js';
import { GatewayModule } from './gateway.module.js';

await startHttpApp(GatewayModule, prepareEdge);
