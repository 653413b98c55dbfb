import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { RegisterOrganization } from './register-organization.command.js';
import { RegisterOrganizationBody } from './register-organization.dto.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class RegisterOrganizationController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('registerOrganization')
  @ApiCreated(
    { en: 'Register a partner organization', fr: 'Inscrire une organisation partenaire' },
    OrganizationAnswer,
  )
  async register(
    @Context() context: CommandContext,
    @Body() body: RegisterOrganizationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationAnswer> {
    const organization = await this.commands.execute(new RegisterOrganization(context, body));
    reply.header('location', `/v1/organizations/${organization.id}`);
    return organization;
  }
}
