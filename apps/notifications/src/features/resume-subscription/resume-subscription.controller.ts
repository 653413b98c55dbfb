import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubscriptionAnswer } from '../../persistence/subscription-answer.js';
import { ResumeSubscription } from './resume-subscription.command.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class ResumeSubscriptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/resume')
  @HttpCode(200)
  @Operation('resumeSubscription')
  @ApiAnswer(
    {
      en: 'Deliver again, what waited first',
      fr: 'Reprendre les livraisons, celles en attente d’abord',
    },
    SubscriptionAnswer,
  )
  resumeSubscription(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<SubscriptionAnswer> {
    return this.commands.execute(new ResumeSubscription(context, id));
  }
}
