import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import type { RecordLegalExceptionBody } from './record-legal-exception.dto.js';

export class RecordLegalException extends Command<LegalExceptionAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly demanded: RecordLegalExceptionBody,
  ) {
    super();
  }
}
