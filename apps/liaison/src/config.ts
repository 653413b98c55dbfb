import { readAppConfig } from '#libs/platform';

export const readConfig = () => readAppConfig('liaison', process.env);
