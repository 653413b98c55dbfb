import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { RecordArrival } from './record-arrival.command.js';

@ApiTags('Holds')
@Controller('v1/holds')
export class RecordArrivalController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/arrive')
  @HttpCode(200)
  @Operation('recordArrival')
  @ApiAnswer(
    {
      en: 'The person arrived: held moves to occupied; also after the hold expired (R40)',
      fr: 'La personne est arrivée : de retenue à occupée; aussi après l’échéance (R40)',
    },
    HoldAnswer,
  )
  recordArrival(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<HoldAnswer> {
    return this.commands.execute(new RecordArrival(context, id));
  }
}
