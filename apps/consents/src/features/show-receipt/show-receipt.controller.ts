import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation } from '#libs/platform';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { ReceiptReader } from './show-receipt.query.js';

class ReceiptAnswer {
  @ApiProperty()
  en!: string;
  @ApiProperty()
  fr!: string;
}

@ApiTags('Consents')
@Controller('v1/consents')
export class ShowReceiptController {
  constructor(private readonly reader: ReceiptReader) {}

  @Get(':id/receipt')
  @Operation('readReceipt')
  @ApiAnswer(
    {
      en: 'The person’s own receipt, in plain English and French',
      fr: 'Le reçu de la personne, en anglais et en français simples',
    },
    ReceiptAnswer,
  )
  readReceipt(@Caller() actor: Actor, @Param('id', IdPipe) id: string): Promise<ReceiptAnswer> {
    return this.reader.one(actor, id);
  }
}
