import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HousingRequestAnswer } from '../../persistence/housing-answers.js';
import { HousingRequestPage, HousingRequestsFilter } from './read-housing-requests.dto.js';
import { HousingRequestReader } from './read-housing-requests.query.js';

@ApiTags('Housing requests')
@Controller('v1/housing-requests')
export class ReadHousingRequestsController {
  constructor(private readonly reader: HousingRequestReader) {}

  @Get()
  @Operation('listHousingRequests')
  @ApiAnswer(
    {
      en: 'The requests you are party to; ?waiting=me for those that wait for you',
      fr: 'Les demandes auxquelles vous êtes partie; ?waiting=me pour celles qui vous attendent',
    },
    HousingRequestPage,
  )
  list(@Caller() actor: Actor, @Query() filter: HousingRequestsFilter): Promise<Page<HousingRequestAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readHousingRequest')
  @ApiAnswer(
    {
      en: 'One request: the requester sees all offers, a provider its own',
      fr: 'Une demande : le demandeur voit toutes les offres, un fournisseur les siennes',
    },
    HousingRequestAnswer,
  )
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HousingRequestAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
