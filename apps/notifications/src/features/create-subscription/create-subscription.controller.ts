import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SubscriptionWithSecret } from '../../persistence/subscription-answer.js';
import { CreateSubscription } from './create-subscription.command.js';
import { CreateSubscriptionBody } from './create-subscription.dto.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class CreateSubscriptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('createSubscription')
  @ApiCreated(
    {
      en: 'Subscribe to events as signed webhooks; the answer shows the secret this once',
      fr: 'S’abonner aux événements par webhooks signés; la réponse montre la clé cette seule fois',
    },
    SubscriptionWithSecret,
  )
  async create(
    @Context() context: CommandContext,
    @Body() { mode, ...wanted }: CreateSubscriptionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubscriptionWithSecret> {
    const subscription = await this.commands.execute(new CreateSubscription({ ...context, mode }, wanted));
    reply.header('location', `/v1/subscriptions/${subscription.id}`);
    return subscription;
  }
}
