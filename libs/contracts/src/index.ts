import type { Contract } from './contract.js';
import { OrganizationRegistered } from './directory/organization-registered.v1.js';
import { RegionalHubRegistered } from './directory/regional-hub-registered.v1.js';
import { GrantGiven } from './consents/grant-given.v1.js';
import { GrantChanged } from './consents/grant-changed.v1.js';
import { GrantEnded } from './consents/grant-ended.v1.js';
import { GrantExpiryNear } from './consents/grant-expiry-near.v1.js';
import { LegalExceptionRecorded } from './consents/legal-exception-recorded.v1.js';
import { LegalExceptionAlerted } from './consents/legal-exception-alerted.v1.js';
import { LegalExceptionReviewed } from './consents/legal-exception-reviewed.v1.js';
import { LegalExceptionEnded } from './consents/legal-exception-ended.v1.js';
import { ParticipantErased } from './consents/participant-erased.v1.js';
import { ConsentRecordAccessed } from './consents/record-accessed.v1.js';
import { ConsentsHeartbeat } from './consents/heartbeat.v1.js';
import { OrganizationApplied } from './directory/organization-applied.v1.js';
import { OrganizationVetted } from './directory/organization-vetted.v1.js';
import { AgreementRecorded } from './directory/agreement-recorded.v1.js';
import { OrganizationActivated } from './directory/organization-activated.v1.js';
import { OrganizationSuspended } from './directory/organization-suspended.v1.js';
import { OrganizationReinstated } from './directory/organization-reinstated.v1.js';
import { OrganizationEnded } from './directory/organization-ended.v1.js';
import { MemberInvited } from './directory/member-invited.v1.js';
import { MemberRoleChanged } from './directory/member-role-changed.v1.js';
import { MemberRemoved } from './directory/member-removed.v1.js';
import { RequestSubmitted } from './liaison/request-submitted.v1.js';
import { RequestAcknowledged } from './liaison/request-acknowledged.v1.js';
import { RequestAcknowledgementMissed } from './liaison/request-acknowledgement-missed.v1.js';
import { RequestTriaged } from './liaison/request-triaged.v1.js';
import { RequestRouted } from './liaison/request-routed.v1.js';
import { RequestConsolidationStarted } from './liaison/request-consolidation-started.v1.js';
import { RequestAnswered } from './liaison/request-answered.v1.js';
import { RequestClosed } from './liaison/request-closed.v1.js';
import { RequestDeclined } from './liaison/request-declined.v1.js';
import { RequestWithdrawn } from './liaison/request-withdrawn.v1.js';
import { TaskingSent } from './liaison/tasking-sent.v1.js';
import { TaskingAcknowledged } from './liaison/tasking-acknowledged.v1.js';
import { TaskingAnswered } from './liaison/tasking-answered.v1.js';
import { TaskingDeclined } from './liaison/tasking-declined.v1.js';
import { TaskingCancelled } from './liaison/tasking-cancelled.v1.js';
import { TaskingOverdue } from './liaison/tasking-overdue.v1.js';
import { ReferralRecordAccessed } from './referrals/record-accessed.v1.js';
import { ReferralSent } from './referrals/referral-sent.v1.js';
import { ReferralReceived } from './referrals/referral-received.v1.js';
import { ReferralAccepted } from './referrals/referral-accepted.v1.js';
import { ReferralDeclined } from './referrals/referral-declined.v1.js';
import { ReferralScheduled } from './referrals/referral-scheduled.v1.js';
import { ReferralServiceStarted } from './referrals/referral-service-started.v1.js';
import { ReferralCompleted } from './referrals/referral-completed.v1.js';
import { ReferralCancelled } from './referrals/referral-cancelled.v1.js';
import { ReferralEscalated } from './referrals/referral-escalated.v1.js';
import { ReferralExpired } from './referrals/referral-expired.v1.js';
import { ReferralConsentMissing } from './referrals/referral-consent-missing.v1.js';
import { ReferralWithdrawn } from './referrals/referral-withdrawn.v1.js';
import { ReferralSharingStopped } from './referrals/referral-sharing-stopped.v1.js';
import { ReferralRecalled } from './referrals/referral-recalled.v1.js';
import { ReferralsParticipantDataErased } from './referrals/participant-data-erased.v1.js';
import { ResourceRegistered } from './housing/resource-registered.v1.js';
import { CapacityReported } from './housing/capacity-reported.v1.js';
import { ResourceOvercommitted } from './housing/resource-overcommitted.v1.js';
import { AvailabilityChanged } from './housing/availability-changed.v1.js';
import { HousingRequestOpened } from './housing/request-opened.v1.js';
import { HousingRequestWidened } from './housing/request-widened.v1.js';
import { HousingRequestHeld } from './housing/request-held.v1.js';
import { HousingRequestReopened } from './housing/request-reopened.v1.js';
import { HousingRequestSearchStopped } from './housing/request-search-stopped.v1.js';
import { HousingRequestPlaced } from './housing/request-placed.v1.js';
import { HousingRequestUnmet } from './housing/request-unmet.v1.js';
import { HousingRequestCancelled } from './housing/request-cancelled.v1.js';
import { HousingRequestAnswersWanted } from './housing/request-answers-wanted.v1.js';
import { OfferMade } from './housing/offer-made.v1.js';
import { OfferRefused } from './housing/offer-refused.v1.js';
import { OfferChosen } from './housing/offer-chosen.v1.js';
import { OfferEnded } from './housing/offer-ended.v1.js';
import { HoldPlaced } from './housing/hold-placed.v1.js';
import { HoldExtended } from './housing/hold-extended.v1.js';
import { HoldConfirmed } from './housing/hold-confirmed.v1.js';
import { HoldArrived } from './housing/hold-arrived.v1.js';
import { HoldExpired } from './housing/hold-expired.v1.js';
import { HoldNoShow } from './housing/hold-no-show.v1.js';
import { HoldReleased } from './housing/hold-released.v1.js';
import { HoldWithdrawn } from './housing/hold-withdrawn.v1.js';
import { SubscriptionCreated } from './notifications/subscription-created.v1.js';
import { SubscriptionPaused } from './notifications/subscription-paused.v1.js';
import { SubscriptionResumed } from './notifications/subscription-resumed.v1.js';
import { SubscriptionDeleted } from './notifications/subscription-deleted.v1.js';
import { SubscriptionSecretRotated } from './notifications/subscription-secret-rotated.v1.js';
import { SubscriptionActivated } from './notifications/subscription-activated.v1.js';
import { SubscriptionDisabled } from './notifications/subscription-disabled.v1.js';
import { DeliveryDeadLettered } from './notifications/delivery-dead-lettered.v1.js';
import { GapFound } from './messaging/gap-found.v1.js';

export { type Contract, type DataOf } from './contract.js';
export {
  OrganizationRegistered,
  RegionalHubRegistered,
  GrantGiven,
  GrantChanged,
  GrantEnded,
  GrantExpiryNear,
  LegalExceptionRecorded,
  LegalExceptionAlerted,
  LegalExceptionReviewed,
  LegalExceptionEnded,
  ParticipantErased,
  ConsentRecordAccessed,
  ConsentsHeartbeat,
  OrganizationApplied,
  OrganizationVetted,
  AgreementRecorded,
  OrganizationActivated,
  OrganizationSuspended,
  OrganizationReinstated,
  OrganizationEnded,
  MemberInvited,
  MemberRoleChanged,
  MemberRemoved,
  RequestSubmitted,
  RequestAcknowledged,
  RequestAcknowledgementMissed,
  RequestTriaged,
  RequestRouted,
  RequestConsolidationStarted,
  RequestAnswered,
  RequestClosed,
  RequestDeclined,
  RequestWithdrawn,
  TaskingSent,
  TaskingAcknowledged,
  TaskingAnswered,
  TaskingDeclined,
  TaskingCancelled,
  TaskingOverdue,
  ReferralRecordAccessed,
  ReferralSent,
  ReferralReceived,
  ReferralAccepted,
  ReferralDeclined,
  ReferralScheduled,
  ReferralServiceStarted,
  ReferralCompleted,
  ReferralCancelled,
  ReferralEscalated,
  ReferralExpired,
  ReferralConsentMissing,
  ReferralWithdrawn,
  ReferralSharingStopped,
  ReferralRecalled,
  ReferralsParticipantDataErased,
  ResourceRegistered,
  CapacityReported,
  ResourceOvercommitted,
  AvailabilityChanged,
  HousingRequestOpened,
  HousingRequestWidened,
  HousingRequestHeld,
  HousingRequestReopened,
  HousingRequestSearchStopped,
  HousingRequestPlaced,
  HousingRequestUnmet,
  HousingRequestCancelled,
  HousingRequestAnswersWanted,
  OfferMade,
  OfferRefused,
  OfferChosen,
  OfferEnded,
  HoldPlaced,
  HoldExtended,
  HoldConfirmed,
  HoldArrived,
  HoldExpired,
  HoldNoShow,
  HoldReleased,
  HoldWithdrawn,
  SubscriptionCreated,
  SubscriptionActivated,
  SubscriptionPaused,
  SubscriptionResumed,
  SubscriptionDeleted,
  SubscriptionSecretRotated,
  SubscriptionDisabled,
  DeliveryDeadLettered,
  GapFound,
};

/** Every published event of the hub, in the order in which the documents list them. */
export const contracts: readonly Contract[] = [
  OrganizationRegistered,
  RegionalHubRegistered,
  GrantGiven,
  GrantChanged,
  GrantEnded,
  GrantExpiryNear,
  LegalExceptionRecorded,
  LegalExceptionAlerted,
  LegalExceptionReviewed,
  LegalExceptionEnded,
  ParticipantErased,
  ConsentRecordAccessed,
  ConsentsHeartbeat,
  OrganizationApplied,
  OrganizationVetted,
  AgreementRecorded,
  OrganizationActivated,
  OrganizationSuspended,
  OrganizationReinstated,
  OrganizationEnded,
  MemberInvited,
  MemberRoleChanged,
  MemberRemoved,
  RequestSubmitted,
  RequestAcknowledged,
  RequestAcknowledgementMissed,
  RequestTriaged,
  RequestRouted,
  RequestConsolidationStarted,
  RequestAnswered,
  RequestClosed,
  RequestDeclined,
  RequestWithdrawn,
  TaskingSent,
  TaskingAcknowledged,
  TaskingAnswered,
  TaskingDeclined,
  TaskingCancelled,
  TaskingOverdue,
  ReferralRecordAccessed,
  ReferralSent,
  ReferralReceived,
  ReferralAccepted,
  ReferralDeclined,
  ReferralScheduled,
  ReferralServiceStarted,
  ReferralCompleted,
  ReferralCancelled,
  ReferralEscalated,
  ReferralExpired,
  ReferralConsentMissing,
  ReferralWithdrawn,
  ReferralSharingStopped,
  ReferralRecalled,
  ReferralsParticipantDataErased,
  ResourceRegistered,
  CapacityReported,
  ResourceOvercommitted,
  AvailabilityChanged,
  HousingRequestOpened,
  HousingRequestWidened,
  HousingRequestHeld,
  HousingRequestReopened,
  HousingRequestSearchStopped,
  HousingRequestPlaced,
  HousingRequestUnmet,
  HousingRequestCancelled,
  HousingRequestAnswersWanted,
  OfferMade,
  OfferRefused,
  OfferChosen,
  OfferEnded,
  HoldPlaced,
  HoldExtended,
  HoldConfirmed,
  HoldArrived,
  HoldExpired,
  HoldNoShow,
  HoldReleased,
  HoldWithdrawn,
  SubscriptionCreated,
  SubscriptionActivated,
  SubscriptionPaused,
  SubscriptionResumed,
  SubscriptionDeleted,
  SubscriptionSecretRotated,
  SubscriptionDisabled,
  DeliveryDeadLettered,
  GapFound,
];

const byType = new Map(contracts.map((one) => [one.type, one]));

/** The contract of a wire type; undefined for a type that nobody declared. */
export function contractOf(type: string): Contract | undefined {
  return byType.get(type);
}
