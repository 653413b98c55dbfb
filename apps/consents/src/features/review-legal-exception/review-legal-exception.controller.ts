import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { LegalExceptionAnswer } from '../../persistence/legal-exception-answer.js';
import { ReviewLegalException } from './review-legal-exception.command.js';
import { ReviewLegalExceptionBody } from './review-legal-exception.dto.js';

@ApiTags('Legal exceptions')
@Controller('v1/legal-exceptions')
export class ReviewLegalExceptionController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/review')
  @HttpCode(200)
  @Operation('reviewLegalException')
  @ApiAnswer(
    {
      en: 'Another person says whether the law demanded it; where it did not, the exception ends (R65)',
      fr: 'Une autre personne dit si la loi l’exigeait; sinon, l’exception prend fin (R65)',
    },
    LegalExceptionAnswer,
  )
  reviewLegalException(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() { verdict }: ReviewLegalExceptionBody,
  ): Promise<LegalExceptionAnswer> {
    return this.commands.execute(new ReviewLegalException(context, id, verdict));
  }
}
