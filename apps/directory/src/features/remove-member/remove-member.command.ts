import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { MemberAnswer } from '../../persistence/answers.js';

export class RemoveMember extends Command<MemberAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly memberId: string,
  ) {
    super();
  }
}
