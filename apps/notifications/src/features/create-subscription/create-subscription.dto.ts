import { modes, type Mode } from '#libs/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import type { Audience } from '../../domain/subscription.js';
import { audiences } from '../../persistence/subscription-answer.js';

const urlCharactersMax = 2_000;
const eventTypesMax = 100;

export class CreateSubscriptionBody {
  @ApiProperty({ example: 'https://partner.example/events', maxLength: urlCharactersMax })
  @IsString()
  @Length(8, urlCharactersMax)
  url!: string;

  @ApiProperty({
    isArray: true,
    type: String,
    example: ['*'],
    description:
      'Event types, "*", or such as "housing.*" / Types d’événements, « * » ou par exemple « housing.* »',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(eventTypesMax)
  @ArrayUnique()
  @Matches(/^(\*|[a-z]+\.(\*|[a-z-]+\.v[0-9]+))$/, { each: true })
  eventTypes!: string[];

  @ApiPropertyOptional({
    enum: audiences,
    default: 'parties',
    description:
      'parties: what your organization is party to; public: public notices, by the hour and the province, under aliases made for this subscription / parties : ce à quoi votre organisation est partie; public : avis publics, à l’heure et à la province près, sous des alias propres à cet abonnement',
  })
  @IsIn(audiences)
  audience: Audience = 'parties';

  @ApiPropertyOptional({
    enum: modes,
    default: 'actual',
    description: 'R62: only traffic of this mode is delivered / Seul le trafic de ce mode est livré',
  })
  @IsIn(modes)
  mode: Mode = 'actual';
}
