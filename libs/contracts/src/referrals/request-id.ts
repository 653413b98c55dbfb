import { Id, Nullable } from '../fields.js';

/** The liaison request that was routed; null where an organization made the referral itself. */
export const RequestId = Nullable(Id('liaison request', 'demande de liaison'));
