import { acknowledgeDueAt, findRegion, liaisonRequestKinds, provinceOf } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import type { LiaisonRequestEvent } from './liaison-request.js';
import { kindNotServed, needsMissing, noOffice, regionUnknown, safetyConcernNotServed } from './refusals.js';

export interface Filing {
  readonly kind: string;
  readonly needs: readonly string[];
  readonly regionCode: string;
  readonly urgency: string;
  readonly language: 'en' | 'fr';
  readonly senderOrganizationId: string;
  /** The liaison office; undefined while none is registered. */
  readonly officeOrganizationId: string | undefined;
  readonly at: Date;
}

type Policy = (filing: Filing) => void;

const servedKinds = liaisonRequestKinds.codes.filter((kind) => kind.served).map((kind) => kind.code);

/** R28: a safety concern is never queued; the numbers are shown. */
const safetyConcernsShowTheNumbers: Policy = ({ kind }) => {
  if (kind === 'safety_concern') throw new Refusal(safetyConcernNotServed);
};

const kindIsServed: Policy = ({ kind }) => {
  if (!servedKinds.includes(kind))
    throw new Refusal(kindNotServed, { pointer: '/kind', facts: { servedKinds } });
};

const regionExists: Policy = ({ regionCode }) => {
  if (!findRegion(regionCode)) throw new Refusal(regionUnknown, { pointer: '/regionCode' });
};

const housingGapsNameNeeds: Policy = ({ kind, needs }) => {
  if (kind === 'housing_gap' && needs.length === 0) throw new Refusal(needsMissing, { pointer: '/needs' });
};

const somebodyWillAnswer: Policy = ({ officeOrganizationId }) => {
  if (officeOrganizationId === undefined) throw new Refusal(noOffice);
};

const policies: readonly Policy[] = [
  safetyConcernsShowTheNumbers,
  kindIsServed,
  regionExists,
  housingGapsNameNeeds,
  somebodyWillAnswer,
];

/**
 * Anyone registered may file, without a case or a person (R21). The acknowledgement clock starts now, at the urgency the
 * sender states (R22).
 */
export function submit(filing: Filing): LiaisonRequestEvent[] {
  for (const policy of policies) policy(filing);
  const { at, officeOrganizationId, ...rest } = filing;
  return [
    {
      type: 'LiaisonRequestSubmitted',
      ...rest,
      officeOrganizationId: officeOrganizationId!,
      at,
      acknowledgeDueAt: acknowledgeDueAt(filing.urgency, at, provinceOf(filing.regionCode) ?? undefined),
    },
  ];
}
