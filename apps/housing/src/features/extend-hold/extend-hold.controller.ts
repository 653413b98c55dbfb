import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { ExtendHold } from './extend-hold.command.js';

@ApiTags('Holds')
@Controller('v1/holds')
export class ExtendHoldController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/extend')
  @HttpCode(200)
  @Operation('extendHold')
  @ApiAnswer(
    { en: 'Extend the hold, once (R40)', fr: 'Prolonger la retenue, une seule fois (R40)' },
    HoldAnswer,
  )
  extendHold(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<HoldAnswer> {
    return this.commands.execute(new ExtendHold(context, id));
  }
}
