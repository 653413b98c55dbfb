import { readAppConfig } from '#libs/platform';

export const readConfig = () => readAppConfig('referrals', process.env);
