import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubscriptionWithSecret } from '../../persistence/subscription-answer.js';
import { RotateSecret } from './rotate-secret.command.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class RotateSecretController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Operation('rotateSubscriptionSecret')
  @ApiAnswer(
    {
      en: 'Make a new signing secret; the old one signs for another day',
      fr: 'Créer une nouvelle clé de signature; l’ancienne signe encore une journée',
    },
    SubscriptionWithSecret,
  )
  rotateSecret(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<SubscriptionWithSecret> {
    return this.commands.execute(new RotateSecret(context, id));
  }
}
