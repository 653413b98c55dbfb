import { codesOf, liaisonAlternatives, liaisonDeclineReasons } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class DeclineLiaisonRequestBody {
  @ApiProperty({ enum: codesOf(liaisonDeclineReasons), description: 'Reason / Motif' })
  @IsIn(codesOf(liaisonDeclineReasons))
  reasonCode!: string;

  @ApiProperty({ enum: codesOf(liaisonAlternatives), description: 'Another route / Autre voie' })
  @IsIn(codesOf(liaisonAlternatives))
  alternativeCode!: string;
}
