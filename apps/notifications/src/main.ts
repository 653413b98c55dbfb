import { startApp } from '#libs/platform';
import { NotificationsModule } from './notifications.module.js';

await startApp(NotificationsModule);
