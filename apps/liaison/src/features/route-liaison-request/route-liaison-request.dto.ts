import { IsId } from '#libs/platform';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

export class RouteLiaisonRequestBody {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Organization of the one regional hub that routes the referral / Organisation du carrefour régional qui aiguille',
  })
  @IsOptional()
  @IsId()
  regionalHubOrganizationId?: string;
}
