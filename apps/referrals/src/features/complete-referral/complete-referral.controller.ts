import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { CompleteReferral } from './complete-referral.command.js';
import { CompleteReferralBody } from './complete-referral.dto.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class CompleteReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/complete')
  @HttpCode(200)
  @Operation('completeReferral')
  @ApiAnswer(
    {
      en: 'The receiver finishes, with an outcome (R32)',
      fr: 'Le destinataire termine, avec un résultat (R32)',
    },
    ReferralAnswer,
  )
  completeReferral(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: CompleteReferralBody,
  ): Promise<ReferralAnswer> {
    return this.commands.execute(new CompleteReferral(context, id, body.outcome));
  }
}
