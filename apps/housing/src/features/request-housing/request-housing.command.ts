import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { HousingRequestAnswer } from '../../persistence/housing-answers.js';
import type { RequestHousingBody } from './request-housing.dto.js';

export class RequestHousing extends Command<HousingRequestAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly asked: RequestHousingBody,
  ) {
    super();
  }
}
