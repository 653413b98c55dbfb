import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ConsentAnswer } from '../../persistence/grant-answer.js';
import { ConsentPage, ConsentsFilter } from './read-consents.dto.js';
import { ConsentReader } from './read-consents.query.js';

@ApiTags('Consents')
@Controller('v1/consents')
export class ReadConsentsController {
  constructor(private readonly reader: ConsentReader) {}

  @Get()
  @Operation('listConsents')
  @ApiAnswer(
    {
      en: 'Consents that your organization wrote down; ?participantRef= for those of one person',
      fr: 'Les consentements consignés par votre organisation; ?participantRef= pour ceux d’une personne',
    },
    ConsentPage,
  )
  list(@Caller() actor: Actor, @Query() filter: ConsentsFilter): Promise<Page<ConsentAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readConsent')
  @ApiAnswer({ en: 'One consent', fr: 'Un consentement' }, ConsentAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsentAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
