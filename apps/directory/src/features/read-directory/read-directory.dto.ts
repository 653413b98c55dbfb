import { PageQuery } from '#libs/platform';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

export class HubsFilter extends PageQuery {
  @ApiPropertyOptional({ example: '3520005' })
  @IsOptional()
  @Matches(/^[A-Z0-9-]{2,16}$/)
  region?: string;
}
