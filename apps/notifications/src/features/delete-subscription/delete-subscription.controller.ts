import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { DeleteSubscription } from './delete-subscription.command.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class DeleteSubscriptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/delete')
  @HttpCode(200)
  @Operation('deleteSubscription')
  @ApiAnswer(
    {
      en: 'End the subscription and forget its secrets',
      fr: 'Mettre fin à l’abonnement et oublier ses clés',
    },
    SubscriptionAnswer,
  )
  deleteSubscription(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<SubscriptionAnswer> {
    return this.commands.execute(new DeleteSubscription(context, id));
  }
}
