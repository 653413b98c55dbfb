import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OfferAnswer } from '../../persistence/housing-answers.js';
import { RefuseRequest } from './refuse-request.command.js';
import { RefuseRequestBody } from './refuse-request.dto.js';

@ApiTags('Housing requests')
@Controller('v1/housing-requests')
export class RefuseRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/refusals')
  @Operation('refuseHousingRequest')
  @ApiCreated(
    { en: 'Say no to a request, with a coded reason', fr: 'Refuser une demande, avec un motif codé' },
    OfferAnswer,
  )
  async refuseRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: RefuseRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferAnswer> {
    const refusal = await this.commands.execute(new RefuseRequest(context, id, body.reasonCode));
    reply.header('location', `/v1/housing-requests/${id}`);
    return refusal;
  }
}
