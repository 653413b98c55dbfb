import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { TriageLiaisonRequest } from './triage-liaison-request.command.js';
import { TriageLiaisonRequestBody } from './triage-liaison-request.dto.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class TriageLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/triage')
  @HttpCode(200)
  @Operation('triageLiaisonRequest')
  @ApiAnswer(
    {
      en: 'The office sets a priority and names departments',
      fr: 'Le bureau fixe la priorité et nomme des ministères',
    },
    RequestAnswer,
  )
  triageLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: TriageLiaisonRequestBody,
  ): Promise<RequestAnswer> {
    return this.commands.execute(new TriageLiaisonRequest(context, id, body.priority, body.departments));
  }
}
