import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { RegionalHubAnswer } from '../../persistence/answers.js';

export class RegisterRegionalHub extends Command<RegionalHubAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly hub: { readonly organizationId: string; readonly regionCodes: readonly string[] },
  ) {
    super();
  }
}
