import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HousingRequestAnswer } from '../../persistence/housing-answers.js';
import { RequestHousing } from './request-housing.command.js';
import { RequestHousingBody } from './request-housing.dto.js';

@ApiTags('Housing requests')
@Controller('v1/housing-requests')
export class RequestHousingController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('requestHousing')
  @ApiCreated(
    {
      en: 'Ask providers for housing, by codes only; the request has the mode of its referral (R42)',
      fr: 'Demander un hébergement aux fournisseurs, par codes seulement; la demande a le mode de son aiguillage (R42)',
    },
    HousingRequestAnswer,
  )
  async requestHousing(
    @Context() context: CommandContext,
    @Body() body: RequestHousingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HousingRequestAnswer> {
    const request = await this.commands.execute(new RequestHousing(context, body));
    reply.header('location', `/v1/housing-requests/${request.id}`);
    return request;
  }
}
