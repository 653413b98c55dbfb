import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, Operation } from '#libs/platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PreviewAnswer, PreviewDisclosureBody } from './preview-disclosure.dto.js';
import { DisclosurePreview } from './preview-disclosure.query.js';

@ApiTags('Consents')
@Controller('v1/consent-previews')
export class PreviewDisclosureController {
  constructor(private readonly preview: DisclosurePreview) {}

  @Post()
  @HttpCode(200)
  @Operation('previewDisclosure')
  @ApiAnswer(
    {
      en: 'Who will see what, in plain words, before the person agrees; nothing is kept',
      fr: 'Qui verra quoi, en mots simples, avant que la personne consente; rien n’est conservé',
    },
    PreviewAnswer,
  )
  previewDisclosure(@Caller() actor: Actor, @Body() body: PreviewDisclosureBody): Promise<PreviewAnswer> {
    return this.preview.show(actor, body);
  }
}
