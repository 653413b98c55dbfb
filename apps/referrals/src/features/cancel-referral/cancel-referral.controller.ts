import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { CancelReferral } from './cancel-referral.command.js';
import { CancelReferralBody } from './cancel-referral.dto.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class CancelReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/cancel')
  @HttpCode(200)
  @Operation('cancelReferral')
  @ApiAnswer(
    { en: 'The sender calls the referral off (R31)', fr: 'L’expéditeur annule l’aiguillage (R31)' },
    ReferralAnswer,
  )
  cancelReferral(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: CancelReferralBody,
  ): Promise<ReferralAnswer> {
    return this.commands.execute(new CancelReferral(context, id, body.reasonCode));
  }
}
