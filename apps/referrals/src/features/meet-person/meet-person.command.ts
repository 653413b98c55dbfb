import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ReferralAnswer } from '../../persistence/referral-answer.js';

export class MeetPerson extends Command<ReferralAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}
