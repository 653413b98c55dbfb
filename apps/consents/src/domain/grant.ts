import { exhaustive } from '#libs/kernel';

export type GrantStatus = 'live' | 'withdrawn' | 'expired' | 'erased';

/** Who decided for a child, and what the child said (R15). */
export interface ForChild {
  readonly provinceCode: string;
  readonly ageYears: number;
  /** `child`: by themselves; `guardian`: who has parental authority. */
  readonly decidedBy: string;
  /** Code of `childViews`. */
  readonly childView: string;
}

/** R19: what a communication outside Quebec rests on. */
export interface OutsideQuebec {
  readonly assessmentReference: string;
  readonly agreementReference: string;
}

/** What a person agreed to (R10). */
export interface Grant {
  readonly status: GrantStatus;
  readonly ownerOrganizationId: string;
  readonly participantRef: string;
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
  readonly dataClasses: readonly string[];
  readonly languageUsed: string;
  readonly explainedPoints: readonly string[];
  readonly howGiven: string;
  /** The member who explained it and wrote it down. */
  readonly recordedBy: string;
  /** Where the person's data is held; null: given before it was kept. */
  readonly provinceCode: string | null;
  readonly forChild: ForChild | null;
  readonly outsideQuebec: OutsideQuebec | null;
  readonly from: Date;
  readonly until: Date;
  readonly endedAt: Date | null;
}

export type EndReason = Exclude<GrantStatus, 'live'>;

export type GrantEvent =
  | ({ readonly type: 'GrantGiven' } & Omit<Grant, 'status' | 'endedAt'>)
  /** All that remains. */
  | {
      readonly type: 'GrantNarrowed';
      readonly recipients: readonly string[];
      readonly dataClasses: readonly string[];
    }
  | { readonly type: 'GrantExpiryNear' }
  | { readonly type: 'GrantEnded'; readonly reason: EndReason; readonly at: Date };

export function evolve(state: Grant | null, event: GrantEvent): Grant {
  if (event.type === 'GrantGiven') {
    const { type: _, ...given } = event;
    return { ...given, status: 'live', endedAt: null };
  }
  if (!state) throw new Error(`${event.type} needs a grant that was given.`);
  switch (event.type) {
    case 'GrantNarrowed':
      return { ...state, recipients: event.recipients, dataClasses: event.dataClasses };
    case 'GrantExpiryNear':
      return state;
    case 'GrantEnded':
      return { ...state, status: event.reason, endedAt: event.at };
    default:
      return exhaustive(event);
  }
}

/** Judged at read as well: a late timer never shows a dead grant as live. */
export function statusAt({ status, until }: Grant, at: Date): GrantStatus {
  return status === 'live' && until.getTime() <= at.getTime() ? 'expired' : status;
}
