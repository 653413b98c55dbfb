import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { VerifySubscription } from './verify-subscription.command.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class VerifySubscriptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/verify')
  @HttpCode(200)
  @Operation('verifySubscription')
  @ApiAnswer(
    {
      en: 'Send the endpoint a challenge that it gives back (R64)',
      fr: 'Envoyer à l’adresse un défi qu’elle doit retourner (R64)',
    },
    SubscriptionAnswer,
  )
  verifySubscription(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<SubscriptionAnswer> {
    return this.commands.execute(new VerifySubscription(context, id));
  }
}
