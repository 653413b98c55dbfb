import type { Bilingual } from '#libs/kernel';
import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { OrganizationAnswer } from '../../persistence/answers.js';

export class EnterApplication extends Command<OrganizationAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly organization: {
      /** The id that the identity provider puts into tokens; made here where none is given. */
      readonly id?: string;
      readonly name: Bilingual;
      readonly type: string;
      readonly departmentCode?: string;
    },
  ) {
    super();
  }
}
