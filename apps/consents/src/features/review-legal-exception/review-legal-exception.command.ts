import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';

export class ReviewLegalException extends Command<LegalExceptionAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly verdict: string,
  ) {
    super();
  }
}
