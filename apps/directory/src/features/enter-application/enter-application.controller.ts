import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { EnterApplication } from './enter-application.command.js';
import { EnterApplicationBody } from './enter-application.dto.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class EnterApplicationController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('enterApplication')
  @ApiCreated(
    { en: 'Enter an organization’s application (R65)', fr: 'Inscrire la demande d’une organisation (R65)' },
    OrganizationAnswer,
  )
  async enter(
    @Context() context: CommandContext,
    @Body() body: EnterApplicationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationAnswer> {
    const organization = await this.commands.execute(new EnterApplication(context, body));
    reply.header('location', `/v1/organizations/${organization.id}`);
    return organization;
  }
}
