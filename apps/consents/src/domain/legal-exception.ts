import { dutyToReport, legalBases } from '#libs/codes';
import { exhaustive, Refusal, type Bilingual } from '#libs/kernel';
import type { KnownOrganization } from './consent.js';
import {
  alreadyReviewed,
  basisNotInForce,
  exceptionTooLong,
  noDutyAtThisAge,
  participantErased,
  provinceNeeded,
  recipientIsOwner,
  recipientUnknown,
  reviewerIsRecorder,
} from './refusals.js';

/** A named law demands that something is told without the person's agreement (R9); it ends by itself, and somebody else reviews it. */
export interface LegalException {
  readonly status: 'live' | 'expired' | 'not_upheld' | 'erased';
  readonly ownerOrganizationId: string;
  readonly participantRef: string;
  readonly recipientOrganizationId: string;
  readonly purpose: string;
  readonly dataClasses: readonly string[];
  readonly legalBasis: string;
  /** Section, and number of the order where there is one. */
  readonly citation: string;
  readonly provinceCode: string | null;
  readonly childAgeYears: number | null;
  readonly childView: string | null;
  /** The member who decided and wrote it down. */
  readonly decidedBy: string;
  readonly from: Date;
  readonly until: Date;
  readonly reviewDueAt: Date;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
  readonly verdict: string | null;
}

export type LegalExceptionEvent =
  | ({ readonly type: 'LegalExceptionRecorded' } & Omit<
      LegalException,
      'status' | 'reviewedBy' | 'reviewedAt' | 'verdict'
    >)
  | {
      readonly type: 'LegalExceptionReviewed';
      readonly memberId: string;
      readonly organizationId: string;
      readonly verdict: string;
      readonly at: Date;
    }
  | { readonly type: 'LegalExceptionEnded'; readonly reason: Exclude<LegalException['status'], 'live'> };

export function evolve(state: LegalException | null, event: LegalExceptionEvent): LegalException {
  if (event.type === 'LegalExceptionRecorded') {
    const { type: _, ...recorded } = event;
    return { ...recorded, status: 'live', reviewedBy: null, reviewedAt: null, verdict: null };
  }
  if (!state) throw new Error(`${event.type} needs an exception that was recorded.`);
  switch (event.type) {
    case 'LegalExceptionReviewed':
      return { ...state, reviewedBy: event.memberId, reviewedAt: event.at, verdict: event.verdict };
    case 'LegalExceptionEnded':
      return { ...state, status: event.reason };
    default:
      return exhaustive(event);
  }
}

/** The law that demands it; of a province the one that was in force there, where rule data names it. */
export function lawOf({
  legalBasis,
  provinceCode,
  from,
}: Pick<LegalException, 'legalBasis' | 'provinceCode' | 'from'>): Bilingual {
  const basis = legalBases.codes.find(({ code }) => code === legalBasis)!;
  const provincial = basis.isProvincial && provinceCode ? dutyToReport(provinceCode, from) : undefined;
  return (provincial ?? basis).law;
}

const daysMax = 30;
const day = 86_400_000;

/** What an exception is decided on. */
export interface Demand extends Omit<LegalException, 'status' | 'reviewedBy' | 'reviewedAt' | 'verdict'> {
  readonly organizations: readonly KnownOrganization[];
  readonly isErased: boolean;
}

/** A named human decides (R15); the law is named, in force, and reaches the person. */
export function record({ organizations, isErased, ...demand }: Demand): LegalExceptionEvent[] {
  const { from, until, legalBasis, recipientOrganizationId } = demand;
  if (isErased) throw new Refusal(participantErased, { pointer: '/participantRef' });
  if (recipientOrganizationId === demand.ownerOrganizationId)
    throw new Refusal(recipientIsOwner, { pointer: '/recipientOrganizationId' });
  if (!organizations.some(({ id }) => id === recipientOrganizationId))
    throw new Refusal(recipientUnknown, {
      pointer: '/recipientOrganizationId',
      facts: { unknown: [recipientOrganizationId] },
    });
  const basis = legalBases.codes.find(({ code }) => code === legalBasis)!;
  if (from.toISOString().slice(0, 10) < basis.from)
    throw new Refusal(basisNotInForce, {
      pointer: '/legalBasis',
      facts: { law: basis.law, from: basis.from },
    });
  if (basis.isProvincial) mustReachTheChild(demand);
  const latest = new Date(from.getTime() + daysMax * day);
  if (until <= from || until > latest)
    throw new Refusal(exceptionTooLong, { pointer: '/until', facts: { latest: latest.toISOString() } });
  return [{ type: 'LegalExceptionRecorded', ...demand }];
}

function mustReachTheChild({
  provinceCode,
  childAgeYears,
  from,
}: Omit<Demand, 'organizations' | 'isErased'>): void {
  if (provinceCode === null || childAgeYears === null)
    throw new Refusal(provinceNeeded, { pointer: '/provinceCode' });
  const rule = dutyToReport(provinceCode, from);
  // Where no rule data stands, the citation names the law, and the reviewer judges it.
  if (rule && childAgeYears >= rule.underAge)
    throw new Refusal(noDutyAtThisAge, {
      pointer: '/childAgeYears',
      facts: { law: rule.law, underAge: rule.underAge },
    });
}

/** R65: another person looks at it; what the law did not demand ends at once. */
export function review(
  state: LegalException,
  given: { memberId: string; organizationId: string; verdict: string; at: Date },
): LegalExceptionEvent[] {
  if (state.reviewedBy !== null) throw new Refusal(alreadyReviewed, { facts: { verdict: state.verdict } });
  if (state.decidedBy === given.memberId) throw new Refusal(reviewerIsRecorder);
  const reviewed: LegalExceptionEvent = { type: 'LegalExceptionReviewed', ...given };
  return given.verdict === 'not_upheld' && state.status === 'live'
    ? [reviewed, { type: 'LegalExceptionEnded', reason: 'not_upheld' }]
    : [reviewed];
}

export function end(state: LegalException, reason: 'expired' | 'erased', at: Date): LegalExceptionEvent[] {
  if (state.status !== 'live') return [];
  if (reason === 'expired' && state.until > at) return [];
  return [{ type: 'LegalExceptionEnded', reason }];
}
