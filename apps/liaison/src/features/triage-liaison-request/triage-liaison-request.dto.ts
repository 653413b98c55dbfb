import { codesOf, federalDepartments, priorities } from '#libs/codes';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';

export class TriageLiaisonRequestBody {
  @ApiProperty({ enum: codesOf(priorities), description: 'Priority / Priorité' })
  @IsIn(codesOf(priorities))
  priority!: string;

  @ApiProperty({ enum: codesOf(federalDepartments), isArray: true, description: 'Departments / Ministères' })
  @IsArray()
  @ArrayMaxSize(20)
  @IsIn(codesOf(federalDepartments), { each: true })
  departments!: string[];
}
