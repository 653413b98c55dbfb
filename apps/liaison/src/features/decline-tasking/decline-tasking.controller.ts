import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { TaskingAnswer } from '../../persistence/tasking-answer.js';
import { DeclineTasking } from './decline-tasking.command.js';
import { DeclineTaskingBody } from './decline-tasking.dto.js';

@ApiTags('Taskings')
@Controller('v1/taskings')
export class DeclineTaskingController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/decline')
  @HttpCode(200)
  @Operation('declineTasking')
  @ApiAnswer(
    { en: 'The department declines its tasking', fr: 'Le ministère refuse son mandat' },
    TaskingAnswer,
  )
  declineTasking(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: DeclineTaskingBody,
  ): Promise<TaskingAnswer> {
    return this.commands.execute(new DeclineTasking(context, id, body.reasonCode));
  }
}
