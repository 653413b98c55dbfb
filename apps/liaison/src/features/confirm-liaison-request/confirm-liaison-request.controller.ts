import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { ConfirmLiaisonRequest } from './confirm-liaison-request.command.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class ConfirmLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/confirm')
  @HttpCode(200)
  @Operation('confirmLiaisonRequest')
  @ApiAnswer(
    {
      en: 'The sender confirms that the answer closes the request',
      fr: 'L’expéditeur confirme que la réponse clôt la demande',
    },
    RequestAnswer,
  )
  confirmLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<RequestAnswer> {
    return this.commands.execute(new ConfirmLiaisonRequest(context, id));
  }
}
