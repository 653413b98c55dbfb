import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { ActivateOrganization } from './activate-organization.command.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class ActivateOrganizationController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/activate')
  @HttpCode(200)
  @Operation('activateOrganization')
  @ApiAnswer(
    {
      en: 'The organization’s members may act from now on (R65)',
      fr: 'Les membres de l’organisation peuvent agir dès maintenant (R65)',
    },
    OrganizationAnswer,
  )
  activate(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<OrganizationAnswer> {
    return this.commands.execute(new ActivateOrganization(context, id));
  }
}
