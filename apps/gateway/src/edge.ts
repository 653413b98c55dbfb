import helmet from '@fastify/helmet';
import replyFrom from '@fastify/reply-from';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

const limits = { connectionsMax: 64, answerMilliseconds: 30_000 };

/** What the server itself does for every request: security headers, and passing bodies on unread. */
export async function prepareEdge(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet as never, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: [`'self'`],
        // Swagger UI writes styles and small images into its page.
        styleSrc: [`'self'`, `'unsafe-inline'`],
        imgSrc: [`'self'`, 'data:'],
        upgradeInsecureRequests: null,
      },
    },
  });
  await app.register(replyFrom as never, {
    disableRequestLogging: true,
    undici: {
      connections: limits.connectionsMax,
      pipelining: 1,
      headersTimeout: limits.answerMilliseconds,
      bodyTimeout: limits.answerMilliseconds,
    },
  });
  // Nest adds its parsers when it starts: only then can they be taken away.
  await app.init();
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}
