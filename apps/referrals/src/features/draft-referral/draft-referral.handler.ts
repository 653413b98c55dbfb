import { findRegion } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { draft } from '../../domain/refer.js';
import { regionUnknown } from '../../domain/refusals.js';
import { ReferralConsents } from '../../persistence/consents.js';
import { Notes } from '../../persistence/notes.js';
import {
  keepPerson,
  lockPerson,
  referralFollowed,
  referralUnderWay,
  subjectOf,
  wasErased,
} from '../../persistence/persons.js';
import { referralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { Referrals } from '../../persistence/referrals.repository.js';
import { DraftReferral } from './draft-referral.command.js';

@CommandHandler(DraftReferral)
export class DraftReferralHandler implements ICommandHandler<DraftReferral> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly referrals: Referrals,
    private readonly consents: ReferralConsents,
    private readonly notes: Notes,
  ) {}

  execute({ context, drafted }: DraftReferral): Promise<ReferralAnswer> {
    const { participantRef, ageBand = null, note = null, partOf = null, ...asked } = drafted;
    if (!findRegion(asked.regionCode)) throw new Refusal(regionUnknown, { pointer: '/regionCode' });
    const { mode, actor } = context;
    const senderOrganizationId = actor.organizationId;
    const facts = { ...asked, requestId: null, partOf, senderOrganizationId };
    return this.unitOfWork.command(context, async (tx) => {
      const id = tx.newId();
      lockPerson(tx, senderOrganizationId, participantRef);
      const [isErased, underWay, follows, permission, subjectId] = await Promise.all([
        wasErased(tx, mode, senderOrganizationId, participantRef),
        referralUnderWay(tx, { ...facts, mode, participantRef }),
        partOf === null
          ? undefined
          : referralFollowed(tx, { id: partOf, organizationId: senderOrganizationId, participantRef }),
        this.consents.covers(tx, { ...facts, mode }, participantRef),
        subjectOf(tx, senderOrganizationId, participantRef),
      ]);
      const hasNote = note !== null;
      const events = draft({ ...facts, ageBand, hasNote, isErased, underWay, follows, permission });
      const row = await this.referrals.add(tx, { id, mode, correlationId: id }, events, participantRef);
      const sealed = note === null ? null : await this.notes.seal(id, subjectId, note);
      keepPerson(tx, id, senderOrganizationId, { subjectId, participantRef, ageBand, note: sealed });
      return referralAnswer(row);
    });
  }
}
