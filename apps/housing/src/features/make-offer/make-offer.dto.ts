import { IsId } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

export class MakeOfferBody {
  @ApiProperty({ format: 'uuid', description: 'One of your own resources / L’une de vos ressources' })
  @IsId()
  resourceId!: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Stands by if another hold fails (R41) / En réserve si une autre retenue échoue (R41)',
  })
  @IsOptional()
  @IsBoolean()
  willBeBackup?: boolean;
}
