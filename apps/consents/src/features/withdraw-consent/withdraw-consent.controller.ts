import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ConsentAnswer } from '../../persistence/grant-answer.js';
import { WithdrawConsent } from './withdraw-consent.command.js';
import { WithdrawConsentBody } from './withdraw-consent.dto.js';

@ApiTags('Consents')
@Controller('v1/consents')
export class WithdrawConsentController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/withdraw')
  @HttpCode(200)
  @Operation('withdrawConsent')
  @ApiAnswer(
    {
      en: 'The person takes it back: all of it, some recipients, or some classes of data (R11)',
      fr: 'La personne le retire : en entier, pour certains destinataires ou pour certaines catégories de renseignements (R11)',
    },
    ConsentAnswer,
  )
  withdrawConsent(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: WithdrawConsentBody,
  ): Promise<ConsentAnswer> {
    return this.commands.execute(new WithdrawConsent(context, id, body));
  }
}
