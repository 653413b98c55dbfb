import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, Operation } from '#libs/platform';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { SubmitLiaisonRequest } from './submit-liaison-request.command.js';
import { SubmitLiaisonRequestBody } from './submit-liaison-request.dto.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class SubmitLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation('submitLiaisonRequest')
  @ApiCreated(
    { en: 'File a liaison request (R21)', fr: 'Déposer une demande de liaison (R21)' },
    RequestAnswer,
  )
  async submit(
    @Context() context: CommandContext,
    @Body() body: SubmitLiaisonRequestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestAnswer> {
    const request = await this.commands.execute(new SubmitLiaisonRequest(context, body));
    reply.header('location', `/v1/liaison-requests/${request.id}`);
    return request;
  }
}
