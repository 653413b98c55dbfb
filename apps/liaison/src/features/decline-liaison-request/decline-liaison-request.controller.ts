import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { DeclineLiaisonRequest } from './decline-liaison-request.command.js';
import { DeclineLiaisonRequestBody } from './decline-liaison-request.dto.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class DeclineLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/decline')
  @HttpCode(200)
  @Operation('declineLiaisonRequest')
  @ApiAnswer(
    {
      en: 'The office declines with a reason and another route (R25)',
      fr: 'Le bureau refuse, avec un motif et une autre voie (R25)',
    },
    RequestAnswer,
  )
  declineLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: DeclineLiaisonRequestBody,
  ): Promise<RequestAnswer> {
    return this.commands.execute(
      new DeclineLiaisonRequest(context, id, body.reasonCode, body.alternativeCode),
    );
  }
}
