import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { AnswerLiaisonRequest } from './answer-liaison-request.command.js';
import { AnswerLiaisonRequestBody } from './answer-liaison-request.dto.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class AnswerLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/answer')
  @HttpCode(200)
  @Operation('answerLiaisonRequest')
  @ApiAnswer(
    {
      en: 'The office answers, once every tasking is final or overdue (R23)',
      fr: 'Le bureau répond, une fois chaque mandat réglé ou en retard (R23)',
    },
    RequestAnswer,
  )
  answerLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: AnswerLiaisonRequestBody,
  ): Promise<RequestAnswer> {
    return this.commands.execute(new AnswerLiaisonRequest(context, id, body.answerCode));
  }
}
