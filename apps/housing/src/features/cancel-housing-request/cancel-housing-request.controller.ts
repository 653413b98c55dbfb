import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HousingRequestAnswer } from '../../persistence/housing-answers.js';
import { CancelHousingRequest } from './cancel-housing-request.command.js';
import { CancelHousingRequestBody } from './cancel-housing-request.dto.js';

@ApiTags('Housing requests')
@Controller('v1/housing-requests')
export class CancelHousingRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/cancel')
  @HttpCode(200)
  @Operation('cancelHousingRequest')
  @ApiAnswer(
    {
      en: 'Call the search off; a live hold is released',
      fr: 'Annuler la recherche; une retenue en cours est libérée',
    },
    HousingRequestAnswer,
  )
  cancelHousingRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: CancelHousingRequestBody,
  ): Promise<HousingRequestAnswer> {
    return this.commands.execute(new CancelHousingRequest(context, id, body.reasonCode));
  }
}
