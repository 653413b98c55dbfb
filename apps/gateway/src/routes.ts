import type { Service } from './config.js';

/** Which service answers for `/v1/<segment>`; a test compares this with the API document. */
export const ownerOf: Readonly<Record<string, Service>> = {
  organizations: 'directory',
  'regional-hubs': 'directory',
  regions: 'directory',
  members: 'directory',
  'liaison-requests': 'liaison',
  taskings: 'liaison',
  consents: 'consents',
  'consent-previews': 'consents',
  'legal-exceptions': 'consents',
  participants: 'consents',
  referrals: 'referrals',
  'housing-availability': 'housing',
  'housing-imports': 'housing',
  'housing-requests': 'housing',
  'housing-resources': 'housing',
  holds: 'housing',
  subscriptions: 'notifications',
  deliveries: 'notifications',
  events: 'notifications',
};
