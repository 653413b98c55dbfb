import { UnitOfWork } from '#libs/messaging';
import { CONFIG } from '#libs/platform';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConsentsConfig } from '../../config.js';
import { give } from '../../domain/consent.js';
import { consentAnswer, type ConsentAnswer } from '../../persistence/grant-answer.js';
import { Grants } from '../../persistence/grants.repository.js';
import { organizationsOf } from '../../persistence/known-organizations.js';
import { erasedParticipant, lockParticipant } from '../../persistence/participants.js';
import { GiveConsent } from './give-consent.command.js';

@CommandHandler(GiveConsent)
export class GiveConsentHandler implements ICommandHandler<GiveConsent> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
    @Inject(CONFIG) private readonly config: ConsentsConfig,
  ) {}

  execute({ context, given }: GiveConsent): Promise<ConsentAnswer> {
    const { organizationId: ownerOrganizationId, memberId } = context.actor;
    const { forChild = null, outsideQuebec = null, from: begins, until: ends, ...asked } = given;
    return this.unitOfWork.command(context, async (tx) => {
      await lockParticipant(tx, ownerOrganizationId, given.participantRef);
      const [erased, organizations] = await Promise.all([
        erasedParticipant(tx, ownerOrganizationId, given.participantRef, context.mode),
        organizationsOf(tx, [...given.recipients, ...given.enforcementRecipients]),
      ]);
      const from = begins ? new Date(begins) : tx.now;
      const events = give({
        ...asked,
        ownerOrganizationId,
        recordedBy: memberId,
        forChild,
        outsideQuebec,
        from,
        until: ends ? new Date(ends) : monthsAfter(from, this.config.grantMonths),
        organizations,
        isErased: erased !== null,
        now: tx.now,
      });
      return consentAnswer(await this.grants.add(tx, context.mode, events), tx.now);
    });
  }
}

function monthsAfter(at: Date, months: number): Date {
  const later = new Date(at);
  later.setUTCMonth(later.getUTCMonth() + months);
  return later;
}
