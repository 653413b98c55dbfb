import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RegionalHubAnswer } from '../../persistence/answers.js';
import { RegisterRegionalHub } from './register-regional-hub.command.js';
import { RegisterRegionalHubBody } from './register-regional-hub.dto.js';

@ApiTags('Directory')
@Controller('v1/regional-hubs')
export class RegisterRegionalHubController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('registerRegionalHub')
  @ApiCreated(
    { en: 'Register the regions that a hub serves', fr: 'Inscrire les régions que dessert un carrefour' },
    RegionalHubAnswer,
  )
  async register(
    @Context() context: CommandContext,
    @Body() body: RegisterRegionalHubBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegionalHubAnswer> {
    const hub = await this.commands.execute(new RegisterRegionalHub(context, body));
    reply.header('location', `/v1/regional-hubs/${hub.id}`);
    return hub;
  }
}
