import { recordAccessed } from '../record-accessed.fields.js';

export const ReferralRecordAccessed = recordAccessed('referrals', 'referral');
