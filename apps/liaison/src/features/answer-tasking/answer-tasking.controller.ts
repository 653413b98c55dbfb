import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { TaskingAnswer } from '../../persistence/tasking-answer.js';
import { AnswerTasking } from './answer-tasking.command.js';
import { AnswerTaskingBody } from './answer-tasking.dto.js';

@ApiTags('Taskings')
@Controller('v1/taskings')
export class AnswerTaskingController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/answer')
  @HttpCode(200)
  @Operation('answerTasking')
  @ApiAnswer(
    { en: 'The department answers its tasking', fr: 'Le ministère répond à son mandat' },
    TaskingAnswer,
  )
  answerTasking(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: AnswerTaskingBody,
  ): Promise<TaskingAnswer> {
    return this.commands.execute(new AnswerTasking(context, id, body.answerCode));
  }
}
