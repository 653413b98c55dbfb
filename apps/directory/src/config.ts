import { readAppConfig } from '#libs/platform';

export const readConfig = () => readAppConfig('directory', process.env);
