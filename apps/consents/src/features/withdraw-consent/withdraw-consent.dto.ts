import { IsId } from '#libs/platform';
import { codesOf, dataClasses } from '#libs/codes';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';

/** Nothing named: all of it. */
export class WithdrawConsentBody {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    isArray: true,
    description: 'Who is told nothing more / Qui n’est plus informé',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  recipients: string[] = [];

  @ApiPropertyOptional({
    enum: codesOf(dataClasses),
    isArray: true,
    description: 'What is told to nobody any more / Ce qui n’est plus communiqué',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(dataClasses), { each: true })
  dataClasses: string[] = [];
}
