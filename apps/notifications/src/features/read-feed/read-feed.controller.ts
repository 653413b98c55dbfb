import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, Operation } from '#libs/platform';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { FeedPage, FeedQuery } from './read-feed.dto.js';
import { FeedReader } from './read-feed.query.js';

@ApiTags('Events')
@Controller('v1/events')
export class ReadFeedController {
  constructor(private readonly reader: FeedReader) {}

  @Get()
  @Operation('readFeed')
  @ApiAnswer(
    {
      en: 'Events that my organization is party to, by position: 1, 2, 3 ... without a hole',
      fr: 'Événements auxquels mon organisation est partie, par position : 1, 2, 3 ... sans trou',
    },
    FeedPage,
  )
  read(@Caller() actor: Actor, @Query() query: FeedQuery, @Req() request: FastifyRequest): Promise<FeedPage> {
    return this.reader.read(actor, query, () => request.raw.destroyed);
  }
}
