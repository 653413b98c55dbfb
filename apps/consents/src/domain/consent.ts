import { codesOf, consentOfChild, explainedPoints, isEnforcement, lawOnLeavingQuebec } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { statusAt, type EndReason, type ForChild, type Grant, type GrantEvent } from './grant.js';
import {
  childCannotDecide,
  enforcementMustBeNamed,
  leavesQuebec,
  notAllExplained,
  notLive,
  notPartOfGrant,
  participantErased,
  recipientIsOwner,
  recipientUnknown,
  untilTooLate,
  untilTooSoon,
} from './refusals.js';

export interface KnownOrganization {
  readonly id: string;
  readonly type: string;
  readonly departmentCode: string | null;
}

/** What a grant is decided on. */
export interface Proposal extends Omit<Grant, 'status' | 'endedAt' | 'recipients'> {
  readonly recipients: readonly string[];
  /** Police and border enforcement, named apart from services (R4). */
  readonly enforcementRecipients: readonly string[];
  /** What the directory says of the recipients. */
  readonly organizations: readonly KnownOrganization[];
  /** Where the person's data is held. */
  readonly provinceCode: string;
  /** Whether a recipient is in another province or country. */
  readonly leavesProvince: boolean;
  readonly isErased: boolean;
  readonly now: Date;
}

const yearsMax = 5;

type Policy = (proposal: Proposal) => void;

const anErasedPersonIsAskedNothing: Policy = ({ isErased }) => {
  if (isErased) throw new Refusal(participantErased, { pointer: '/participantRef' });
};

/** R10 */
const allPointsAreExplained: Policy = (proposal) => {
  const missing = codesOf(explainedPoints).filter((point) => !proposal.explainedPoints.includes(point));
  if (missing.length > 0)
    throw new Refusal(notAllExplained, { pointer: '/explainedPoints', facts: { missing } });
};

/** R10: it has an end, and the end is later than its beginning. */
const itEnds: Policy = ({ from, until, now }) => {
  if (until <= from || until <= now) throw new Refusal(untilTooSoon, { pointer: '/until' });
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + yearsMax);
  if (until > latest)
    throw new Refusal(untilTooLate, { pointer: '/until', facts: { latest: latest.toISOString() } });
};

const recipientsAreKnownOthers: Policy = ({
  recipients,
  enforcementRecipients,
  organizations,
  ownerOrganizationId,
}) => {
  const all = [...recipients, ...enforcementRecipients];
  if (all.includes(ownerOrganizationId)) throw new Refusal(recipientIsOwner, { pointer: '/recipients' });
  const unknown = all.filter((id) => !organizations.some((organization) => organization.id === id));
  if (unknown.length > 0) throw new Refusal(recipientUnknown, { facts: { unknown } });
};

/** R4: nobody slips in among the services. */
const enforcementIsNamedAsSuch: Policy = ({ recipients, enforcementRecipients, organizations }) => {
  const enforces = (id: string) =>
    organizations.some((one) => one.id === id && isEnforcement(one.type, one.departmentCode));
  const unnamed = recipients.filter(enforces);
  const misnamed = enforcementRecipients.filter((id) => !enforces(id));
  if (unnamed.length > 0)
    throw new Refusal(enforcementMustBeNamed, { pointer: '/recipients', facts: { organizations: unnamed } });
  if (misnamed.length > 0)
    throw new Refusal(enforcementMustBeNamed, {
      pointer: '/enforcementRecipients',
      facts: { organizations: misnamed },
    });
};

/** R15 */
const aChildDecidesWhereTheLawLetsThem: Policy = ({ forChild, now }) => {
  if (!forChild || forChild.decidedBy !== 'child') return;
  mayDecide(forChild, now);
};

function mayDecide({ provinceCode, ageYears }: ForChild, now: Date): void {
  const rule = consentOfChild(provinceCode, now);
  if (rule && ageYears < rule.fromAge)
    throw new Refusal(childCannotDecide, {
      pointer: '/forChild/decidedBy',
      facts: { fromAge: rule.fromAge, law: rule.law },
    });
}

/** R19 */
const whatLeavesQuebecRestsOnAnAssessment: Policy = ({
  provinceCode,
  leavesProvince,
  outsideQuebec,
  now,
}) => {
  const law = lawOnLeavingQuebec(now);
  if (provinceCode === 'CA-QC' && leavesProvince && law && !outsideQuebec)
    throw new Refusal(leavesQuebec, { pointer: '/outsideQuebec', facts: { law } });
};

const policies: readonly Policy[] = [
  anErasedPersonIsAskedNothing,
  allPointsAreExplained,
  itEnds,
  recipientsAreKnownOthers,
  enforcementIsNamedAsSuch,
  aChildDecidesWhereTheLawLetsThem,
  whatLeavesQuebecRestsOnAnAssessment,
];

/** A person agrees, and a worker writes down to what and how (R10). */
export function give(proposal: Proposal): GrantEvent[] {
  for (const policy of policies) policy(proposal);
  const {
    enforcementRecipients,
    organizations: _organizations,
    leavesProvince: _leavesProvince,
    isErased: _isErased,
    now: _now,
    ...grant
  } = proposal;
  return [{ type: 'GrantGiven', ...grant, recipients: [...grant.recipients, ...enforcementRecipients] }];
}

/** What is taken back: all, or some recipients, or some classes of data. */
export interface Part {
  readonly recipients: readonly string[];
  readonly dataClasses: readonly string[];
}

/** R11: at any time, whole or in part; of what is left of nothing, the grant ends. */
export function withdraw(state: Grant, part: Part, at: Date): GrantEvent[] {
  const status = statusAt(state, at);
  if (status !== 'live') throw new Refusal(notLive, { facts: { state: status } });
  const strange = [
    ...part.recipients.filter((id) => !state.recipients.includes(id)),
    ...part.dataClasses.filter((code) => !state.dataClasses.includes(code)),
  ];
  if (strange.length > 0) throw new Refusal(notPartOfGrant, { facts: { notGranted: strange } });
  const isWhole = part.recipients.length === 0 && part.dataClasses.length === 0;
  const recipients = state.recipients.filter((id) => !part.recipients.includes(id));
  const dataClasses = state.dataClasses.filter((code) => !part.dataClasses.includes(code));
  if (isWhole || recipients.length === 0 || dataClasses.length === 0)
    return [{ type: 'GrantEnded', reason: 'withdrawn', at }];
  return [{ type: 'GrantNarrowed', recipients, dataClasses }];
}

/** By itself at its end, or with all that is known of the person. */
export function end(state: Grant, reason: Exclude<EndReason, 'withdrawn'>, at: Date): GrantEvent[] {
  if (state.status !== 'live') return [];
  if (reason === 'expired' && state.until > at) return [];
  return [{ type: 'GrantEnded', reason, at }];
}

/** R11: the owner may ask the person whether it shall go on. */
export function remind(state: Grant): GrantEvent[] {
  return state.status === 'live' ? [{ type: 'GrantExpiryNear' }] : [];
}
