import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { HousingRequestAnswer } from '../../persistence/housing-answers.js';

export class CancelHousingRequest extends Command<HousingRequestAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly reasonCode: string,
  ) {
    super();
  }
}
