import { PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { HousingRequestAnswer } from '../../persistence/housing-answers.js';

const states = ['open', 'offered', 'holding', 'placed', 'unmet', 'cancelled'];

export class HousingRequestsFilter extends PageQuery {
  @ApiPropertyOptional({ enum: states })
  @IsOptional()
  @IsIn(states)
  state?: string;

  @ApiPropertyOptional({
    enum: ['me'],
    description:
      'Hub: offers to choose from, and searches that end unmet or start anew. Provider: requests you have not answered / Carrefour : offres à choisir et recherches reprises. Fournisseur : demandes sans réponse de votre part',
  })
  @IsOptional()
  @IsIn(['me'])
  waiting?: 'me';
}

export class HousingRequestPage {
  @ApiProperty({ type: [HousingRequestAnswer] })
  items!: HousingRequestAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
