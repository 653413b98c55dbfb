import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ErasureAnswer } from '../../persistence/erasure-answer.js';

export class EraseParticipant extends Command<ErasureAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly participantRef: string,
  ) {
    super();
  }
}
