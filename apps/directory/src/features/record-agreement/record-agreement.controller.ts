import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { RecordAgreement } from './record-agreement.command.js';
import { RecordAgreementBody } from './record-agreement.dto.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class RecordAgreementController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/agreement')
  @HttpCode(200)
  @Operation('recordAgreement')
  @ApiAnswer(
    {
      en: 'The agreement and its end: the first, or the next one (R65)',
      fr: 'L’entente et sa fin : la première ou la suivante (R65)',
    },
    OrganizationAnswer,
  )
  record(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: RecordAgreementBody,
  ): Promise<OrganizationAnswer> {
    return this.commands.execute(new RecordAgreement(context, id, new Date(body.until)));
  }
}
