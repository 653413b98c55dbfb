import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { RequestPage, RequestsFilter, TimelineAnswer } from './read-liaison-requests.dto.js';
import { LiaisonRequestReader } from './read-liaison-requests.query.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class ReadLiaisonRequestsController {
  constructor(private readonly reader: LiaisonRequestReader) {}

  @Get()
  @Operation('listLiaisonRequests')
  @ApiAnswer(
    {
      en: 'The requests you are party to; ?waiting=me for those that wait for you',
      fr: 'Les demandes auxquelles vous êtes partie; ?waiting=me pour celles qui vous attendent',
    },
    RequestPage,
  )
  list(@Caller() actor: Actor, @Query() filter: RequestsFilter): Promise<Page<RequestAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readLiaisonRequest')
  @ApiAnswer({ en: 'One request', fr: 'Une demande' }, RequestAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }

  @Get(':id/timeline')
  @Operation('readLiaisonRequestTimeline')
  @ApiAnswer(
    { en: 'Each step, its time, and who it waited on', fr: 'Chaque étape, son moment, et qui était attendu' },
    TimelineAnswer,
  )
  timeline(@Caller() actor: Actor, @Param('id', IdPipe) id: string): Promise<TimelineAnswer> {
    return this.reader.timeline(actor, id);
  }
}
