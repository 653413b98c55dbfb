import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { DraftReferral } from './draft-referral.command.js';
import { DraftReferralBody } from './draft-referral.dto.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class DraftReferralController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('draftReferral')
  @ApiCreated(
    {
      en: 'Draft a referral of a person; nothing leaves before it is sent (R9)',
      fr: 'Rédiger l’aiguillage d’une personne; rien ne part avant l’envoi (R9)',
    },
    ReferralAnswer,
  )
  async draftReferral(
    @Context() context: CommandContext,
    @Body() body: DraftReferralBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferralAnswer> {
    const referral = await this.commands.execute(new DraftReferral(context, body));
    reply.header('location', `/v1/referrals/${referral.id}`);
    return referral;
  }
}
