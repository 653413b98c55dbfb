import { startApp } from '#libs/platform';
import { HousingModule } from './housing.module.js';

await startApp(HousingModule);
