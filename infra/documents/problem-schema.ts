/** RFC 9457 with the hub's own members. */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem / Problème RFC 9457',
  required: ['type', 'title', 'titles', 'status', 'code', 'instance', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: {
      type: 'string',
      description: 'In the language of Accept-Language / Dans la langue de Accept-Language',
    },
    titles: {
      type: 'object',
      required: ['en', 'fr'],
      properties: { en: { type: 'string' }, fr: { type: 'string' } },
    },
    status: { type: 'integer' },
    code: {
      type: 'string',
      description: 'Stable: program against it / Stable : fiez-vous à lui',
      examples: ['hold/nothing-available'],
    },
    detail: { type: 'string' },
    instance: { type: 'string' },
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901)' },
          code: { type: 'string' },
          detail: { type: 'string' },
          details: { type: 'object', properties: { en: { type: 'string' }, fr: { type: 'string' } } },
        },
      },
    },
  },
  additionalProperties: true,
};
