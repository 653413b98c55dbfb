import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { ScheduleReferral } from './schedule-referral.command.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class ScheduleReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/schedule')
  @HttpCode(200)
  @Operation('scheduleReferral')
  @ApiAnswer(
    { en: 'The receiver arranges the service', fr: 'Le destinataire organise le service' },
    ReferralAnswer,
  )
  scheduleReferral(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<ReferralAnswer> {
    return this.commands.execute(new ScheduleReferral(context, id));
  }
}
