import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import { LegalExceptionPage, LegalExceptionsFilter } from './read-legal-exceptions.dto.js';
import { LegalExceptionReader } from './read-legal-exceptions.query.js';

@ApiTags('Legal exceptions')
@Controller('v1/legal-exceptions')
export class ReadLegalExceptionsController {
  constructor(private readonly reader: LegalExceptionReader) {}

  @Get()
  @Operation('listLegalExceptions')
  @ApiAnswer(
    {
      en: 'Legal exceptions of your organization, or of all for the liaison office; ?waiting=review for the review list (R65)',
      fr: 'Les exceptions légales de votre organisation, ou de toutes pour le bureau de liaison; ?waiting=review pour la liste d’examen (R65)',
    },
    LegalExceptionPage,
  )
  list(@Caller() actor: Actor, @Query() filter: LegalExceptionsFilter): Promise<Page<LegalExceptionAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readLegalException')
  @ApiAnswer({ en: 'One legal exception', fr: 'Une exception légale' }, LegalExceptionAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LegalExceptionAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
