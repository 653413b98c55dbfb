import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ConsentAnswer } from '../../persistence/grant-answer.js';
import type { GiveConsentBody } from './give-consent.dto.js';

export class GiveConsent extends Command<ConsentAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly given: GiveConsentBody,
  ) {
    super();
  }
}
