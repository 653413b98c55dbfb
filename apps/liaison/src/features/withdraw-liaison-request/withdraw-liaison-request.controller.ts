import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { WithdrawLiaisonRequest } from './withdraw-liaison-request.command.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class WithdrawLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/withdraw')
  @HttpCode(200)
  @Operation('withdrawLiaisonRequest')
  @ApiAnswer({ en: 'The sender withdraws the request', fr: 'L’expéditeur retire la demande' }, RequestAnswer)
  withdrawLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<RequestAnswer> {
    return this.commands.execute(new WithdrawLiaisonRequest(context, id));
  }
}
