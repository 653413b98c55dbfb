import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TaskingAnswer } from '../../persistence/tasking-answer.js';
import { TaskingPage, TaskingsFilter } from './read-taskings.dto.js';
import { TaskingReader } from './read-taskings.query.js';

@ApiTags('Taskings')
@Controller('v1/taskings')
export class ReadTaskingsController {
  constructor(private readonly reader: TaskingReader) {}

  @Get()
  @Operation('listTaskings')
  @ApiAnswer(
    {
      en: 'Taskings you are party to; ?waiting=me for a department’s own open ones',
      fr: 'Les mandats auxquels vous êtes partie; ?waiting=me pour ceux qu’un ministère doit traiter',
    },
    TaskingPage,
  )
  list(@Caller() actor: Actor, @Query() filter: TaskingsFilter): Promise<Page<TaskingAnswer>> {
    return this.reader.list(actor, filter);
  }

  @Get(':id')
  @Operation('readTasking')
  @ApiAnswer({ en: 'One tasking', fr: 'Un mandat' }, TaskingAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskingAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }
}
