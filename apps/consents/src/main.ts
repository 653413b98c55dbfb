import { startApp } from '#libs/platform';
import { ConsentsModule } from './consents.module.js';

await startApp(ConsentsModule);
