import type { CommandContext } from '#libs/messaging';
import { ApiAnswer, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OrganizationAnswer } from '../../persistence/answers.js';
import { VetOrganization } from './vet-organization.command.js';

@ApiTags('Directory')
@Controller('v1/organizations')
export class VetOrganizationController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/vet')
  @HttpCode(200)
  @Operation('vetOrganization')
  @ApiAnswer(
    { en: 'The office has vetted the organization (R65)', fr: 'Le bureau a vérifié l’organisation (R65)' },
    OrganizationAnswer,
  )
  vet(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<OrganizationAnswer> {
    return this.commands.execute(new VetOrganization(context, id));
  }
}
