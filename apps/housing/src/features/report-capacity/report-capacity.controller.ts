import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ResourceAnswer } from '../../persistence/resource-answers.js';
import { ReportCapacity } from './report-capacity.command.js';
import { ReportCapacityBody } from './report-capacity.dto.js';

@ApiTags('Housing')
@Controller('v1/housing-resources')
export class ReportCapacityController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/capacity-snapshots')
  @Operation('reportCapacity')
  @ApiCreated(
    { en: 'Report what is occupied now (R37, R38)', fr: 'Signaler l’occupation du moment (R37, R38)' },
    ResourceAnswer,
  )
  async reportCapacity(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: ReportCapacityBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResourceAnswer> {
    const resource = await this.commands.execute(new ReportCapacity(context, id, body));
    reply.header('location', `/v1/housing-resources/${id}`);
    return resource;
  }
}
