import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestAnswer } from '../../persistence/request-answer.js';
import { RouteLiaisonRequest } from './route-liaison-request.command.js';
import { RouteLiaisonRequestBody } from './route-liaison-request.dto.js';

@ApiTags('Liaison requests')
@Controller('v1/liaison-requests')
export class RouteLiaisonRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/route')
  @HttpCode(200)
  @Operation('routeLiaisonRequest')
  @ApiAnswer(
    {
      en: 'Taskings for the departments of the triage, and at most one regional hub',
      fr: 'Des mandats aux ministères du triage, et un carrefour régional au plus',
    },
    RequestAnswer,
  )
  routeLiaisonRequest(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: RouteLiaisonRequestBody,
  ): Promise<RequestAnswer> {
    return this.commands.execute(
      new RouteLiaisonRequest(context, id, body.regionalHubOrganizationId ?? null),
    );
  }
}
