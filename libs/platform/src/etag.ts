import type { FastifyReply } from 'fastify';

/** Answers with the thing's version as ETag, for a later If-Match. */
export function withTag<Thing extends { readonly version: number }>(
  reply: FastifyReply,
  thing: Thing,
): Thing {
  reply.header('etag', `"${thing.version}"`);
  return thing;
}
