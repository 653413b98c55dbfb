import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { OpenReferral } from './open-referral.command.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class OpenReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/open')
  @HttpCode(200)
  @Operation('openReferral')
  @ApiAnswer(
    { en: 'The receiver opens the referral', fr: 'Le destinataire ouvre l’aiguillage' },
    ReferralAnswer,
  )
  openReferral(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<ReferralAnswer> {
    return this.commands.execute(new OpenReferral(context, id));
  }
}
