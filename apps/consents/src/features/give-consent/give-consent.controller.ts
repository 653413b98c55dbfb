import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ConsentAnswer } from '../../persistence/grant-answer.js';
import { GiveConsent } from './give-consent.command.js';
import { GiveConsentBody } from './give-consent.dto.js';

@ApiTags('Consents')
@Controller('v1/consents')
export class GiveConsentController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('giveConsent')
  @ApiCreated(
    {
      en: 'Write down what a person agreed to, after the seven points were explained (R10)',
      fr: 'Consigner ce à quoi une personne consent, une fois les sept points expliqués (R10)',
    },
    ConsentAnswer,
  )
  async giveConsent(
    @Context() context: CommandContext,
    @Body() body: GiveConsentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsentAnswer> {
    const consent = await this.commands.execute(new GiveConsent(context, body));
    reply.header('location', `/v1/consents/${consent.id}`);
    return consent;
  }
}
