import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { Role } from '#libs/kernel';
import type { MemberAnswer } from '../../persistence/answers.js';

export class ChangeMemberRole extends Command<MemberAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly memberId: string,
    readonly role: Role,
  ) {
    super();
  }
}
