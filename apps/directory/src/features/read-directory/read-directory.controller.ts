import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, PageQuery, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  OrganizationAnswer,
  OrganizationPage,
  RegionalHubAnswer,
  RegionalHubPage,
} from '../../persistence/answers.js';
import { HubsFilter } from './read-directory.dto.js';
import { DirectoryReader } from './read-directory.query.js';

@ApiTags('Directory')
@Controller('v1')
export class ReadDirectoryController {
  constructor(private readonly reader: DirectoryReader) {}

  @Get('organizations')
  @Operation('listOrganizations')
  @ApiAnswer({ en: 'Partner organizations', fr: 'Organisations partenaires' }, OrganizationPage)
  organizations(@Caller() actor: Actor, @Query() page: PageQuery): Promise<Page<OrganizationAnswer>> {
    return this.reader.organizations(actor, page);
  }

  @Get('organizations/:id')
  @Operation('readOrganization')
  @ApiAnswer({ en: 'One organization', fr: 'Une organisation' }, OrganizationAnswer)
  async organization(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationAnswer> {
    return withTag(reply, await this.reader.organization(actor, id));
  }

  @Get('regional-hubs')
  @Operation('listRegionalHubs')
  @ApiAnswer(
    {
      en: 'Regional hubs; ?region= for those that serve it',
      fr: 'Carrefours régionaux; ?region= pour ceux qui la desservent',
    },
    RegionalHubPage,
  )
  hubs(@Caller() actor: Actor, @Query() filter: HubsFilter): Promise<Page<RegionalHubAnswer>> {
    return this.reader.hubs(actor, filter);
  }

  @Get('regional-hubs/:id')
  @Operation('readRegionalHub')
  @ApiAnswer({ en: 'One regional hub', fr: 'Un carrefour régional' }, RegionalHubAnswer)
  async hub(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegionalHubAnswer> {
    return withTag(reply, await this.reader.hub(actor, id));
  }
}
