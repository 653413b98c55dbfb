import { PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { HoldAnswer } from '../../persistence/housing-answers.js';

export class HoldsFilter extends PageQuery {
  @ApiPropertyOptional({
    enum: ['me'],
    description:
      'Provider: holds to confirm, arrivals expected. Requester: holds that still wait for the provider / Fournisseur : retenues à confirmer, arrivées attendues. Demandeur : retenues en attente du fournisseur',
  })
  @IsOptional()
  @IsIn(['me'])
  waiting?: 'me';
}

export class HoldPage {
  @ApiProperty({ type: [HoldAnswer] })
  items!: HoldAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
