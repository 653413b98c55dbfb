import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ReferralAnswer } from '../../persistence/referral-answer.js';
import type { DraftReferralBody } from './draft-referral.dto.js';

export class DraftReferral extends Command<ReferralAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly drafted: DraftReferralBody,
  ) {
    super();
  }
}
