import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OfferAnswer } from '../../persistence/housing-answers.js';
import { MakeOffer } from './make-offer.command.js';
import { MakeOfferBody } from './make-offer.dto.js';

@ApiTags('Housing requests')
@Controller('v1/housing-requests')
export class MakeOfferController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/offers')
  @Operation('makeHousingOffer')
  @ApiCreated(
    { en: 'Offer a unit of your own resource', fr: 'Offrir une unité de votre ressource' },
    OfferAnswer,
  )
  async makeOffer(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: MakeOfferBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferAnswer> {
    const offer = await this.commands.execute(
      new MakeOffer(context, id, body.resourceId, body.willBeBackup ?? false),
    );
    reply.header('location', `/v1/housing-requests/${id}`);
    return offer;
  }
}
