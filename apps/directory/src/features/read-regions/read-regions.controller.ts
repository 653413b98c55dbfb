import { findRegion, regionsWithin } from '#libs/codes';
import { Refusal } from '#libs/kernel';
import { ApiAnswer, Operation, type Page } from '#libs/platform';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { regionUnknown } from '../../domain/refusals.js';
import { RegionAnswer, RegionPage, RegionsFilter } from './read-regions.dto.js';

/** Public rule data: provinces and territories, municipalities, forward sortation areas, in English and French. */
@ApiTags('Directory')
@Controller('v1/regions')
export class ReadRegionsController {
  @Get()
  @Operation('listRegions')
  @ApiAnswer(
    {
      en: 'Regions within another; the provinces and territories where none is named',
      fr: 'Régions d’une autre; les provinces et territoires si aucune n’est nommée',
    },
    RegionPage,
  )
  list(@Query() { within, kind, after, limit }: RegionsFilter): Page<RegionAnswer> {
    const found = regionsWithin(within, {
      ...(kind ? { kind } : {}),
      ...(after ? { after } : {}),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)!.code : null };
  }

  @Get(':code')
  @Operation('readRegion')
  @ApiAnswer({ en: 'One region', fr: 'Une région' }, RegionAnswer)
  one(@Param('code') code: string): RegionAnswer {
    const region = findRegion(code);
    if (!region) throw new Refusal(regionUnknown);
    return region;
  }
}
