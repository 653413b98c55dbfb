import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { MemberAnswer } from '../../persistence/answers.js';
import { InviteMember } from './invite-member.command.js';
import { InviteMemberBody } from './invite-member.dto.js';

@ApiTags('Members')
@Controller('v1/members')
export class InviteMemberController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('inviteMember')
  @ApiCreated(
    {
      en: 'Give a member of your organization access, in one role (R65)',
      fr: 'Donner accès à un membre de votre organisation, dans un rôle (R65)',
    },
    MemberAnswer,
  )
  async invite(
    @Context() context: CommandContext,
    @Body() body: InviteMemberBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberAnswer> {
    const member = await this.commands.execute(new InviteMember(context, body.memberId, body.role));
    reply.header('location', `/v1/members/${member.id}`);
    return member;
  }
}
