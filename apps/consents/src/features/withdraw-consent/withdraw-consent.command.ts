import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ConsentAnswer } from '../../persistence/grant-answer.js';
import type { WithdrawConsentBody } from './withdraw-consent.dto.js';

export class WithdrawConsent extends Command<ConsentAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly part: WithdrawConsentBody,
  ) {
    super();
  }
}
