import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, PageQuery, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { MemberAnswer, MemberPage } from '../../persistence/answers.js';
import { MembersReader } from './read-members.query.js';

@ApiTags('Members')
@Controller('v1/members')
export class ReadMembersController {
  constructor(private readonly reader: MembersReader) {}

  @Get()
  @Operation('listMembers')
  @ApiAnswer(
    {
      en: 'Members whom your organization invited or removed',
      fr: 'Membres que votre organisation a invités ou exclus',
    },
    MemberPage,
  )
  list(@Caller() actor: Actor, @Query() page: PageQuery): Promise<Page<MemberAnswer>> {
    return this.reader.list(actor, page);
  }

  @Get(':id')
  @Operation('readMember')
  @ApiAnswer({ en: 'One member of your organization', fr: 'Un membre de votre organisation' }, MemberAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) memberId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberAnswer> {
    return withTag(reply, await this.reader.one(actor, memberId));
  }
}
