import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HoldAnswer } from '../../persistence/housing-answers.js';
import { HoldPage, HoldsFilter } from './read-holds.dto.js';
import { HoldReader } from './read-holds.query.js';

@ApiTags('Holds')
@Controller('v1/holds')
export class ReadHoldsController {
  constructor(private readonly reader: HoldReader) {}

  @Get()
  @Operation('listHolds')
  @ApiAnswer(
    {
      en: 'Your holds; ?waiting=me for those that are live and wait',
      fr: 'Vos retenues; ?waiting=me pour celles qui courent et attendent',
    },
    HoldPage,
  )
  list(@Caller() actor: Actor, @Query() filter: HoldsFilter): Promise<Page<HoldAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readHold')
  @ApiAnswer(
    { en: 'One hold, its state judged now (R39)', fr: 'Une retenue, son état déterminé à l’instant (R39)' },
    HoldAnswer,
  )
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HoldAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
