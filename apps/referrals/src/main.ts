import { startApp } from '#libs/platform';
import { ReferralsModule } from './referrals.module.js';

await startApp(ReferralsModule);
