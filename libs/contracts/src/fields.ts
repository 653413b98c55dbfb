import { Type, type TSchema } from 'typebox';

/** A field's description in both languages (R60), shown by the generated documents. */
export function bilingual(en: string, fr: string) {
  return { description: `${en} / ${fr}`, 'x-description-fr': fr, 'x-description-en': en };
}

/** A UUID. */
export const Id = (en: string, fr: string) =>
  Type.String({
    format: 'uuid',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    ...bilingual(`Id of the ${en}`, `Identifiant : ${fr}`),
  });

/** ISO 8601 UTC with milliseconds. */
export const Time = (en: string, fr: string) =>
  Type.String({
    format: 'date-time',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
    ...bilingual(en, fr),
  });

/** A code of one of the lists of libs/codes: lower case with underscores, or an established form such as IRCC. */
export const Code = (en: string, fr: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_:-]{1,64}$', ...bilingual(en, fr) });

export const Codes = (en: string, fr: string) =>
  Type.Array(Type.String({ pattern: '^[A-Za-z0-9_:-]{1,64}$' }), { maxItems: 50, ...bilingual(en, fr) });

export const Count = (en: string, fr: string) => Type.Integer({ minimum: 0, ...bilingual(en, fr) });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
