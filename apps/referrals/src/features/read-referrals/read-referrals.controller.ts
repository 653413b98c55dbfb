import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OneReferralAnswer, type ReferralAnswer } from '../../persistence/referral-answer.js';
import { ReferralPage, ReferralsFilter } from './read-referrals.dto.js';
import { ReferralReader } from './read-referrals.query.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class ReadReferralsController {
  constructor(private readonly reader: ReferralReader) {}

  @Get()
  @Operation('listReferrals')
  @ApiAnswer(
    {
      en: 'Referrals you sent or received; ?waiting=me for those that wait for you',
      fr: 'Les aiguillages envoyés ou reçus; ?waiting=me pour ceux qui vous attendent',
    },
    ReferralPage,
  )
  list(@Caller() actor: Actor, @Query() filter: ReferralsFilter): Promise<Page<ReferralAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readReferral')
  @ApiAnswer({ en: 'One referral', fr: 'Un aiguillage' }, OneReferralAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OneReferralAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
