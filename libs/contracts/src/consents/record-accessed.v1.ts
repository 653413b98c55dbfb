import { recordAccessed } from '../record-accessed.fields.js';

export const ConsentRecordAccessed = recordAccessed('consents', 'grant');
