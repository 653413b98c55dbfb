import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { SendReferral } from './send-referral.command.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class SendReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/send')
  @HttpCode(200)
  @Operation('sendReferral')
  @ApiAnswer(
    {
      en: 'Send a draft: with a consent that covers receiver, purpose and data (R9). In state awaiting_consent_check it is sent, or a draft again, by itself in a moment',
      fr: 'Envoyer un brouillon : avec un consentement qui couvre destinataire, fin et données (R9). À l’état awaiting_consent_check, il part ou redevient brouillon de lui-même sous peu',
    },
    ReferralAnswer,
  )
  sendReferral(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<ReferralAnswer> {
    return this.commands.execute(new SendReferral(context, id));
  }
}
