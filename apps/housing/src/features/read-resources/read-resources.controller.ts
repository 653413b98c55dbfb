import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag } from '#libs/platform';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ResourceAnswer } from '../../persistence/resource-answers.js';
import { ResourceReader } from './read-resources.query.js';

@ApiTags('Housing')
@Controller('v1/housing-resources')
export class ReadResourcesController {
  constructor(private readonly reader: ResourceReader) {}

  @Get(':id')
  @Operation('readHousingResource')
  @ApiAnswer({ en: 'One housing resource', fr: 'Une ressource d’hébergement' }, ResourceAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResourceAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
