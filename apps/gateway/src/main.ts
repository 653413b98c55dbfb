import { start } from '#libs/platform/http';
import { makeGateway } from './edge.js';

await start(makeGateway);
