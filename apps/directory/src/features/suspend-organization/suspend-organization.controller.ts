import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { SuspendOrganization } from './suspend-organization.command.js';
import { SuspendOrganizationBody } from './suspend-organization.dto.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class SuspendOrganizationController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/suspend')
  @HttpCode(200)
  @Operation('suspendOrganization')
  @ApiAnswer(
    {
      en: 'The organization’s members are refused until it is reinstated (R65)',
      fr: 'Les membres de l’organisation sont refusés jusqu’à sa réadmission (R65)',
    },
    OrganizationAnswer,
  )
  suspend(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
    @Body() body: SuspendOrganizationBody,
  ): Promise<OrganizationAnswer> {
    return this.commands.execute(new SuspendOrganization(context, id, body.reasonCode));
  }
}
