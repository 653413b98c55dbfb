import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { OrganizationAnswer } from '../../persistence/answers.js';

export class EndOrganization extends Command<OrganizationAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly reasonCode: string,
  ) {
    super();
  }
}
