import { exhaustive, type Bilingual } from '#libs/kernel';

export type Standing = 'applied' | 'vetted' | 'agreement' | 'active' | 'suspended' | 'ended';

/** R65: applied → vetted → agreement → active; suspended and ended by the office, ended by the agreement's end date, too. */
export interface Organization {
  readonly standing: Standing;
  readonly name: Bilingual;
  readonly type: string;
  readonly departmentCode: string | null;
  readonly registeredAt: Date;
  /** Last moment of the information-sharing agreement. */
  readonly agreementUntil: Date | null;
  /** When it became active for the first time. */
  readonly activatedAt: Date | null;
  /** Why it is suspended, or ended. */
  readonly reasonCode: string | null;
}

export type OrganizationEvent =
  | {
      readonly type: 'OrganizationApplied';
      readonly name: Bilingual;
      readonly organizationType: string;
      readonly departmentCode: string | null;
      readonly at: Date;
    }
  | { readonly type: 'OrganizationVetted'; readonly at: Date }
  | { readonly type: 'AgreementRecorded'; readonly until: Date }
  | { readonly type: 'OrganizationActivated'; readonly until: Date; readonly at: Date }
  | { readonly type: 'OrganizationSuspended'; readonly reasonCode: string }
  | { readonly type: 'OrganizationReinstated'; readonly until: Date }
  | { readonly type: 'OrganizationEnded'; readonly reasonCode: string };

export function evolve(state: Organization | null, event: OrganizationEvent): Organization {
  if (event.type === 'OrganizationApplied') {
    return {
      standing: 'applied',
      name: event.name,
      type: event.organizationType,
      departmentCode: event.departmentCode,
      registeredAt: event.at,
      agreementUntil: null,
      activatedAt: null,
      reasonCode: null,
    };
  }
  if (!state) throw new Error(`${event.type} needs an organization that applied.`);
  switch (event.type) {
    case 'OrganizationVetted':
      return { ...state, standing: 'vetted' };
    case 'AgreementRecorded': {
      const renewed = state.standing === 'active' || state.standing === 'suspended';
      return renewed
        ? { ...state, agreementUntil: event.until }
        : { ...state, standing: 'agreement', agreementUntil: event.until, reasonCode: null };
    }
    case 'OrganizationActivated':
      return { ...state, standing: 'active', activatedAt: state.activatedAt ?? event.at };
    case 'OrganizationSuspended':
      return { ...state, standing: 'suspended', reasonCode: event.reasonCode };
    case 'OrganizationReinstated':
      return { ...state, standing: 'active', reasonCode: null };
    case 'OrganizationEnded':
      return { ...state, standing: 'ended', reasonCode: event.reasonCode };
    default:
      return exhaustive(event);
  }
}
