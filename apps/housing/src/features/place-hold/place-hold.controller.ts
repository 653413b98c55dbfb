import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { PlaceHold } from './place-hold.command.js';
import { PlaceHoldBody } from './place-hold.dto.js';

@ApiTags('Holds')
@Controller('v1/housing-requests')
export class PlaceHoldController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/holds')
  @Operation('placeHold')
  @ApiCreated(
    {
      en: 'Choose an offer and hold its unit; 409 where somebody else had the last one (R39)',
      fr: 'Choisir une offre et retenir son unité; 409 si quelqu’un d’autre a eu la dernière (R39)',
    },
    HoldAnswer,
  )
  async placeHold(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: PlaceHoldBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HoldAnswer> {
    const hold = await this.commands.execute(new PlaceHold(context, id, body.offerId));
    reply.header('location', `/v1/holds/${hold.id}`);
    return hold;
  }
}
