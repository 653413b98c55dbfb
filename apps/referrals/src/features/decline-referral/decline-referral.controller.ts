import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { DeclineReferral } from './decline-referral.command.js';
import { DeclineReferralBody } from './decline-referral.dto.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class DeclineReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/decline')
  @HttpCode(200)
  @Operation('declineReferral')
  @ApiAnswer(
    {
      en: 'The receiver declines with a coded reason (R31)',
      fr: 'Le destinataire refuse avec un motif codé (R31)',
    },
    ReferralAnswer,
  )
  declineReferral(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: DeclineReferralBody,
  ): Promise<ReferralAnswer> {
    return this.commands.execute(new DeclineReferral(context, id, body.reasonCode));
  }
}
