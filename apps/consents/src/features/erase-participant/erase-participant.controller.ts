import type { Actor, CommandContext } from '#libs/messaging';
import { ApiAnswer, Caller, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ErasureAnswer } from '../../persistence/erasure-answer.js';
import { EraseParticipant } from './erase-participant.command.js';
import { ErasureReader } from './erase-participant.query.js';

@ApiTags('Consents')
@Controller('v1/participants')
export class EraseParticipantController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: ErasureReader,
  ) {}

  @Post(':id/erase')
  @HttpCode(200)
  @Operation('eraseParticipant')
  @ApiAnswer(
    {
      en: 'A person asks to be erased: consents end, keys and rows about them are destroyed (R18)',
      fr: 'Une personne demande à être effacée : ses consentements prennent fin, les clés et les lignes à son sujet sont détruites (R18)',
    },
    ErasureAnswer,
  )
  eraseParticipant(
    @Context() context: CommandContext,
    @Param('id', IdPipe) participantRef: string,
  ): Promise<ErasureAnswer> {
    return this.commands.execute(new EraseParticipant(context, participantRef));
  }

  @Get(':id/erasure')
  @Operation('readErasure')
  @ApiAnswer(
    {
      en: 'The receipt of an erasure: when it is complete',
      fr: 'Le reçu d’un effacement : quand il est complet',
    },
    ErasureAnswer,
  )
  readErasure(@Caller() actor: Actor, @Param('id', IdPipe) participantRef: string): Promise<ErasureAnswer> {
    return this.reader.one(actor, participantRef);
  }
}
