import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { ConfirmHold } from './confirm-hold.command.js';

@ApiTags('Holds')
@Controller('v1/holds')
export class ConfirmHoldController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/confirm')
  @HttpCode(200)
  @Operation('confirmHold')
  @ApiAnswer(
    {
      en: 'Confirm that the unit is kept for the person',
      fr: 'Confirmer que l’unité est gardée pour la personne',
    },
    HoldAnswer,
  )
  confirmHold(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<HoldAnswer> {
    return this.commands.execute(new ConfirmHold(context, id));
  }
}
