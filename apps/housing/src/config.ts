import { readAppConfig } from '#libs/platform';

export const readConfig = () => readAppConfig('housing', process.env);
