import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { AcceptReferral } from './accept-referral.command.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class AcceptReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/accept')
  @HttpCode(200)
  @Operation('acceptReferral')
  @ApiAnswer(
    {
      en: 'The receiver accepts: responsibility moves (R29)',
      fr: 'Le destinataire accepte : la responsabilité change de mains (R29)',
    },
    ReferralAnswer,
  )
  acceptReferral(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<ReferralAnswer> {
    return this.commands.execute(new AcceptReferral(context, id));
  }
}
