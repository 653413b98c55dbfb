import { startHttpApp } from '#libs/platform';
import { prepareEdge } from './edge.js';
import { GatewayModule } from './gateway.module.js';

await startHttpApp(GatewayModule, prepareEdge);
