import { startApp } from '#libs/platform';
import { DirectoryModule } from './directory.module.js';

await startApp(DirectoryModule);
