import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { ReleaseHold } from './release-hold.command.js';
import { ReleaseHoldBody } from './release-hold.dto.js';

@ApiTags('Holds')
@Controller('v1/holds')
export class ReleaseHoldController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/release')
  @HttpCode(200)
  @Operation('releaseHold')
  @ApiAnswer({ en: 'Let the unit go', fr: 'Libérer l’unité' }, HoldAnswer)
  releaseHold(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: ReleaseHoldBody,
  ): Promise<HoldAnswer> {
    return this.commands.execute(new ReleaseHold(context, id, body.reasonCode));
  }
}
