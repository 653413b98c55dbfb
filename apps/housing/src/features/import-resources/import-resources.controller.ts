import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ImportResources } from './import-resources.command.js';
import { ImportAnswer, ImportResourcesBody } from './import-resources.dto.js';

@ApiTags('Housing')
@Controller('v1/housing-imports')
export class ImportResourcesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Operation('importHousingResources')
  @ApiAnswer(
    {
      en: 'Import resources with their counts: all or nothing is stored, each row is answered',
      fr: 'Importer des ressources et leurs décomptes : tout ou rien, une réponse par ligne',
    },
    ImportAnswer,
  )
  importResources(
    @Context() context: CommandContext,
    @Body() body: ImportResourcesBody,
  ): Promise<ImportAnswer> {
    return this.commands.execute(new ImportResources(context, body.rows));
  }
}
