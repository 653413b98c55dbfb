import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { MemberAnswer } from '../../persistence/answers.js';
import { ChangeMemberRole } from './change-member-role.command.js';
import { ChangeMemberRoleBody } from './change-member-role.dto.js';

@ApiTags('Members')
@Controller('v1/members')
export class ChangeMemberRoleController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/role')
  @HttpCode(200)
  @Operation('changeMemberRole')
  @ApiAnswer(
    {
      en: 'Give a member another role; tokens with the old one are refused',
      fr: 'Donner un autre rôle à un membre; les jetons portant l’ancien sont refusés',
    },
    MemberAnswer,
  )
  change(
    @Context() context: CommandContext,
    @Param('id', IdPipe) memberId: string,
    @Body() body: ChangeMemberRoleBody,
  ): Promise<MemberAnswer> {
    return this.commands.execute(new ChangeMemberRole(context, memberId, body.role));
  }
}
