import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { EndOrganization } from './end-organization.command.js';
import { EndOrganizationBody } from './end-organization.dto.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class EndOrganizationController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/end')
  @HttpCode(200)
  @Operation('endOrganization')
  @ApiAnswer(
    {
      en: 'The organization’s part in the hub ends (R65)',
      fr: 'La participation de l’organisation prend fin (R65)',
    },
    OrganizationAnswer,
  )
  end(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: EndOrganizationBody,
  ): Promise<OrganizationAnswer> {
    return this.commands.execute(new EndOrganization(context, id, body.reasonCode));
  }
}
