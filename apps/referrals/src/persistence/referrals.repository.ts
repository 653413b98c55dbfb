import { Refusal, type Mode } from '#libs/kernel';
import {
  assertUnchanged,
  clearDeadline,
  saveAggregate,
  setDeadline,
  type AggregateRow,
  type Tx,
} from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import {
  awaitsResponse,
  evolve,
  isPersonLinked,
  type Referral,
  type ReferralEvent,
} from '../domain/referral.js';
import { referralNotFound } from '../domain/refusals.js';
import { publish } from '../published-events.js';
import { ReferralConsents } from './consents.js';
import { endReceiversAccess, personOf, recallPerson, sharePerson } from './persons.js';
import { ReferralRow } from './referral.row.js';

@Injectable()
export class Referrals {
  constructor(private readonly consents: ReferralConsents) {}

  add(
    tx: Tx,
    from: { mode: Mode; correlationId: string; id?: string },
    events: readonly ReferralEvent[],
    participantRef?: string,
  ): Promise<ReferralRow> {
    return this.save(tx, { id: tx.newId(), version: 0, ...from }, null, events, participantRef);
  }

  /**
   * @throws Refusal `referral/not-found` (404), `request/changed-meanwhile` (412), `referral/consents-not-fresh` (503), and
   * what `decide` refuses
   */
  async update(
    tx: Tx,
    id: string,
    decide: (state: ReferralRow) => readonly ReferralEvent[] | Promise<readonly ReferralEvent[]>,
  ): Promise<ReferralRow> {
    const row = await tx.lock(ReferralRow, id);
    if (!row) throw new Refusal(referralNotFound);
    if (tx.actor) await this.consents.assertReceiverMaySee(tx, tx.actor.organizationId, [row]);
    assertUnchanged(tx, row);
    const events = await decide(row);
    if (events.length === 0) return row;
    const isSent = events.some((event) => event.type === 'ReferralSent');
    const person = isSent ? await personOf(tx, id, row.senderOrganizationId) : undefined;
    return this.save(tx, row, row, events, person?.participantRef);
  }

  /** Ids of the referrals of a liaison request, in the order in which they are to be locked. */
  async ofRequest(tx: Tx, requestId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>('select id from referral where request_id = $1 order by id', [
      requestId,
    ]);
    return rows.map((row) => row.id);
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Referral | null,
    events: readonly ReferralEvent[],
    /** Where the audit cannot know it yet: the draft is new, or the consent is. */
    participantRef?: string | null,
  ): Promise<ReferralRow> {
    const after = events.reduce<Referral | null>(evolve, before)!;
    const row = await saveAggregate<ReferralRow>(tx, {
      entity: ReferralRow,
      aggregate: 'referral',
      row: { ...after, id, version, mode, correlationId },
      isNew: before === null,
      ...(participantRef
        ? {
            person: {
              participantRef,
              ownerOrganizationId: after.senderOrganizationId,
              consentRef: after.consentRef,
            },
          }
        : {}),
      published: events.map((event) => publish(event, after)),
      parties: [
        { organizationId: after.senderOrganizationId, capacity: 'sender' },
        ...(after.receiverSees
          ? [{ organizationId: after.receiverOrganizationId, capacity: 'receiver' }]
          : []),
      ],
    });
    this.keepResponseClock(tx, id, before, after);
    keepConsentCheck(tx, id, before, after);
    keepConsentDoubt(tx, id, before, after);
    keepWhatReceiverSees(tx, id, before, after, events);
    return row;
  }

  /** R29: the clock runs while nobody has answered, and starts anew at each level. */
  private keepResponseClock(tx: Tx, id: string, before: Referral | null, after: Referral): void {
    const runs = awaitsResponse.includes(after.status);
    const ran = before !== null && awaitsResponse.includes(before.status);
    if (runs) setDeadline(tx, 'response-due', id, after.responseDueAt!);
    else if (ran) clearDeadline(tx, 'response-due', id);
  }
}

const checkAgainMilliseconds = 1_000;

/** What waits for fresh consents is looked at again and again, until it is sent or is a draft again. */
export function awaitConsentCheck(tx: Tx, id: string): void {
  setDeadline(tx, 'consent-check', id, new Date(tx.now.getTime() + checkAgainMilliseconds));
}

function keepConsentCheck(tx: Tx, id: string, before: Referral | null, after: Referral): void {
  const waits = after.status === 'awaiting_consent_check';
  const waited = before?.status === 'awaiting_consent_check';
  if (waits) awaitConsentCheck(tx, id);
  else if (waited) clearDeadline(tx, 'consent-check', id);
}

/** What waits for a consent that is not known yet is looked at again and again, until that is, or time is up. */
export function awaitConsent(tx: Tx, id: string): void {
  setDeadline(tx, 'consent-doubt', id, new Date(tx.now.getTime() + checkAgainMilliseconds));
}

function keepConsentDoubt(tx: Tx, id: string, before: Referral | null, after: Referral): void {
  if (after.consentDoubt) awaitConsent(tx, id);
  else if (before?.consentDoubt) clearDeadline(tx, 'consent-doubt', id);
}

/** R11, R14, R36: what the receiver knows of the person begins when it is sent, and ends with its access or a recall. */
function keepWhatReceiverSees(
  tx: Tx,
  id: string,
  before: Referral | null,
  after: Referral,
  events: readonly ReferralEvent[],
): void {
  if (!isPersonLinked(after)) return;
  if (!before?.receiverSees && after.receiverSees) sharePerson(tx, id);
  else if (before?.receiverSees && !after.receiverSees) endReceiversAccess(tx, id);
  else if (events.some((event) => event.type === 'ReferralRecalled')) recallPerson(tx, id);
}
