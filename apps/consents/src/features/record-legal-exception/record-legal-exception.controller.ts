import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import { RecordLegalException } from './record-legal-exception.command.js';
import { RecordLegalExceptionBody } from './record-legal-exception.dto.js';

@ApiTags('Legal exceptions')
@Controller('v1/legal-exceptions')
export class RecordLegalExceptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('recordLegalException')
  @ApiCreated(
    {
      en: 'Record that a named law demands to tell something without consent; privacy officers hear at once (R9, R65)',
      fr: 'Consigner qu’une loi nommée exige de communiquer sans consentement; les responsables de la vie privée l’apprennent aussitôt (R9, R65)',
    },
    LegalExceptionAnswer,
  )
  async recordLegalException(
    @Context() context: CommandContext,
    @Body() body: RecordLegalExceptionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LegalExceptionAnswer> {
    const exception = await this.commands.execute(new RecordLegalException(context, body));
    reply.header('location', `/v1/legal-exceptions/${exception.id}`);
    return exception;
  }
}
