import type { CommandContext } from '#libs/messaging';
import { Command } from '@nestjs/cqrs';
import type { ImportAnswer, ImportedRow } from './import-resources.dto.js';

export class ImportResources extends Command<ImportAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly rows: readonly ImportedRow[],
  ) {
    super();
  }
}
