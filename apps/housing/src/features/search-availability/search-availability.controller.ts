import { modes } from '#libs/kernel';
import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, Operation } from '#libs/platform';
import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AvailabilityList, AvailabilityQuery } from './search-availability.dto.js';
import { AvailabilitySearch } from './search-availability.query.js';

@ApiTags('Housing')
@Controller('v1/housing-availability')
export class SearchAvailabilityController {
  constructor(private readonly availability: AvailabilitySearch) {}

  @Get()
  @Operation('searchAvailability')
  @ApiAnswer(
    {
      en: 'What is free: fresh figures first, then the closest match, then the nearest (R35)',
      fr: 'Ce qui est libre : chiffres frais d’abord, puis la meilleure réponse, puis la plus proche (R35)',
    },
    AvailabilityList,
  )
  search(
    @Caller() actor: Actor,
    @Query() query: AvailabilityQuery,
    @Headers('hub-mode') header?: string,
  ): Promise<AvailabilityList> {
    const mode = query.mode ?? modes.find((known) => known === header) ?? 'actual';
    return this.availability.search(actor, query, mode);
  }
}
