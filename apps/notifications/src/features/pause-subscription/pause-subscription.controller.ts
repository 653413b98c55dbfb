import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { PauseSubscription } from './pause-subscription.command.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class PauseSubscriptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/pause')
  @HttpCode(200)
  @Operation('pauseSubscription')
  @ApiAnswer(
    {
      en: 'Let deliveries wait',
      fr: 'Faire attendre les livraisons',
    },
    SubscriptionAnswer,
  )
  pauseSubscription(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<SubscriptionAnswer> {
    return this.commands.execute(new PauseSubscription(context, id));
  }
}
