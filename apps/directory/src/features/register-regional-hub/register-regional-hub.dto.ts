import { IsId } from '#libs/platform';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, Matches } from 'class-validator';

/** As many as an event names. */
const regionCodesMax = 50;

export class RegisterRegionalHubBody {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  organizationId!: string;

  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Provinces or areas / Provinces ou secteurs',
    example: ['CA-ON'],
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(regionCodesMax)
  @Matches(/^[A-Z0-9-]{2,16}$/, { each: true })
  regionCodes!: string[];
}
