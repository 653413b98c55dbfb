import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, PageQuery, type Page } from '#libs/platform';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccessPage, type AccessAnswer } from './show-access-report.dto.js';
import { AccessReport } from './show-access-report.query.js';

@ApiTags('Consents')
@Controller('v1/participants')
export class ShowAccessReportController {
  constructor(private readonly report: AccessReport) {}

  @Get(':id/access-report')
  @Operation('readAccessReport')
  @ApiAnswer(
    {
      en: 'Who saw my file: every reading and change of a record about this person, at every organization, the newest first (R17)',
      fr: 'Qui a vu mon dossier : chaque lecture et modification d’un dossier sur cette personne, dans chaque organisation, de la plus récente à la plus ancienne (R17)',
    },
    AccessPage,
  )
  readAccessReport(
    @Caller() actor: Actor,
    @Param('id', IdPipe) participantRef: string,
    @Query() page: PageQuery,
  ): Promise<Page<AccessAnswer>> {
    return this.report.of(actor, participantRef, page);
  }
}
