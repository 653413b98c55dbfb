import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { RequestAnswer } from '../../persistence/request-answer.js';

export class SubmitLiaisonRequest extends Command<RequestAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly filing: {
      readonly kind: string;
      readonly needs: readonly string[];
      readonly regionCode: string;
      readonly urgency: string;
      readonly language: 'en' | 'fr';
    },
  ) {
    super();
  }
}
