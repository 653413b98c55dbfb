import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { ReinstateOrganization } from './reinstate-organization.command.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class ReinstateOrganizationController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/reinstate')
  @HttpCode(200)
  @Operation('reinstateOrganization')
  @ApiAnswer(
    {
      en: 'A suspended organization is active again (R65)',
      fr: 'Une organisation suspendue est de nouveau active (R65)',
    },
    OrganizationAnswer,
  )
  reinstate(
    @Context() context: CommandContext,
    @Param('id', IdPipe) id: string,
  ): Promise<OrganizationAnswer> {
    return this.commands.execute(new ReinstateOrganization(context, id));
  }
}
