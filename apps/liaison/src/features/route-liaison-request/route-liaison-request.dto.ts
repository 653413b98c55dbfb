import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';

export class RouteLiaisonRequestBody {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Organization of the one regional hub that routes the referral / Organisation du carrefour régional qui aiguille',
  })
  @IsOptional()
  @IsUUID()
  regionalHubOrganizationId?: string;
}
