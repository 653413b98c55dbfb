import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { TaskingAnswer } from '../../persistence/tasking-answer.js';
import { AcknowledgeTasking } from './acknowledge-tasking.command.js';

@ApiTags('Taskings')
@Controller('v1/taskings')
export class AcknowledgeTaskingController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Operation('acknowledgeTasking')
  @ApiAnswer(
    { en: 'The department acknowledges its tasking', fr: 'Le ministère accuse réception de son mandat' },
    TaskingAnswer,
  )
  acknowledgeTasking(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<TaskingAnswer> {
    return this.commands.execute(new AcknowledgeTasking(context, id));
  }
}
