import type { Bilingual } from '#libs/kernel';
import { applyDecorators, type Type } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';

/** What an endpoint does, in both languages, and the shape of its 200 answer. */
export function ApiAnswer(summary: Bilingual, type: Type): MethodDecorator {
  return applyDecorators(ApiOperation({ summary: `${summary.en} / ${summary.fr}` }), ApiOkResponse({ type }));
}

/** The same for what creates: 201 with Location. */
export function ApiCreated(summary: Bilingual, type: Type): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: `${summary.en} / ${summary.fr}` }),
    ApiCreatedResponse({
      type,
      headers: {
        Location: {
          description: 'Where the new thing is / Où se trouve le nouvel élément',
          schema: { type: 'string' },
        },
      },
    }),
  );
}
