import { answerCodes, codesOf } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class AnswerLiaisonRequestBody {
  @ApiProperty({ enum: codesOf(answerCodes), description: 'Answer / Réponse' })
  @IsIn(codesOf(answerCodes))
  answerCode!: string;
}
