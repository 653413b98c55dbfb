import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReferralAnswer } from '../../persistence/referral-answer.js';
import { MeetPerson } from './meet-person.command.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class MeetPersonController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/meet')
  @HttpCode(200)
  @Operation('meetPerson')
  @ApiAnswer(
    {
      en: 'The receiver has met the person, and the service starts; where a bed was held, the arrival there says so by itself',
      fr: 'Le destinataire a rencontré la personne et le service commence ; si un lit est retenu, l’arrivée le dit d’elle-même',
    },
    ReferralAnswer,
  )
  meetPerson(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<ReferralAnswer> {
    return this.commands.execute(new MeetPerson(context, id));
  }
}
