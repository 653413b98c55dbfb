import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { MemberAnswer } from '../../persistence/answers.js';
import { RemoveMember } from './remove-member.command.js';

@ApiTags('Members')
@Controller('v1/members')
export class RemoveMemberController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/remove')
  @HttpCode(200)
  @Operation('removeMember')
  @ApiAnswer(
    {
      en: 'End a member’s access: its tokens are refused within a minute (R65)',
      fr: 'Mettre fin à l’accès d’un membre : ses jetons sont refusés en moins d’une minute (R65)',
    },
    MemberAnswer,
  )
  remove(@Context() context: CommandContext, @Param('id', IdPipe) memberId: string): Promise<MemberAnswer> {
    return this.commands.execute(new RemoveMember(context, memberId));
  }
}
