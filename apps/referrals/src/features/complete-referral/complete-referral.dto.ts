import { codesOf, outcomes } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class CompleteReferralBody {
  @ApiProperty({ enum: codesOf(outcomes), description: 'Outcome / Résultat' })
  @IsIn(codesOf(outcomes))
  outcome!: string;
}
