import { startApp } from '#libs/platform';
import { LiaisonModule } from './liaison.module.js';

await startApp(LiaisonModule);
