import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { WithdrawHold } from './withdraw-hold.command.js';
import { WithdrawHoldBody } from './withdraw-hold.dto.js';

@ApiTags('Holds')
@Controller('v1/holds')
export class WithdrawHoldController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/withdraw')
  @HttpCode(200)
  @Operation('withdrawHold')
  @ApiAnswer(
    {
      en: 'Take the unit back, with a reason: the request finds the next',
      fr: 'Reprendre l’unité, avec un motif : la demande trouve la suivante',
    },
    HoldAnswer,
  )
  withdrawHold(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: WithdrawHoldBody,
  ): Promise<HoldAnswer> {
    return this.commands.execute(new WithdrawHold(context, id, body.reasonCode));
  }
}
