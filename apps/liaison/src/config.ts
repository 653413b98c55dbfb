import { readAppConfig, Reading } from '#libs/platform';

export const readConfig = (read = new Reading(process.env)) => readAppConfig('liaison', read);
