import { IsId } from '#libs/platform';
import { codesOf, consentPurposes, dataClasses } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';

export class PreviewDisclosureBody {
  @ApiProperty({ type: String, format: 'uuid', isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsId({ each: true })
  recipients!: string[];

  @ApiProperty({ enum: codesOf(consentPurposes), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsIn(codesOf(consentPurposes), { each: true })
  purposes!: string[];

  @ApiProperty({ enum: codesOf(dataClasses), isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(codesOf(dataClasses), { each: true })
  dataClasses!: string[];
}

export class PlainText {
  @ApiProperty()
  en!: string;
  @ApiProperty()
  fr!: string;
}

export class DisclosureAnswer {
  @ApiProperty({ format: 'uuid' })
  organizationId!: string;
  @ApiProperty({ type: PlainText })
  organizationType!: PlainText;
  @ApiProperty({
    description: 'Whether it enforces the law (R4) / Si elle est chargée d’appliquer la loi (R4)',
  })
  isEnforcement!: boolean;
  @ApiProperty({ type: PlainText })
  sentence!: PlainText;
}

/** What will they see? */
export class PreviewAnswer {
  @ApiProperty({ type: [DisclosureAnswer] })
  recipients!: readonly DisclosureAnswer[];
  @ApiProperty({ type: [PlainText], description: 'Read these aloud, too / À lire aussi à voix haute' })
  alwaysTrue!: readonly PlainText[];
}
