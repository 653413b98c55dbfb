import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { AcknowledgeLiaisonRequest } from './acknowledge-liaison-request.command.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class AcknowledgeLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Operation('acknowledgeLiaisonRequest')
  @ApiAnswer(
    { en: 'The office acknowledges the request', fr: 'Le bureau accuse réception de la demande' },
    RequestAnswer,
  )
  acknowledgeLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<RequestAnswer> {
    return this.commands.execute(new AcknowledgeLiaisonRequest(context, id));
  }
}
