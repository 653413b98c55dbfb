import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '#libs/kernel';
import { CONFIG, noSuchThing } from '#libs/platform/http';
import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { GatewayConfig } from '../../config.js';
import { apiPage, apiPageScript, eventsPage, type EventsDocument } from './pages.js';

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
const assetsFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const html = 'text/html; charset=utf-8';
const json = 'application/json; charset=utf-8';

/** The documents and pages that show them; nothing is loaded from anywhere else. */
@Controller()
export class ShowDocumentsController {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  @Get('v1/openapi.json')
  @Header('content-type', json)
  openApi(): string {
    return this.document('openapi.json');
  }

  @Get('v1/asyncapi.json')
  @Header('content-type', json)
  asyncApi(): string {
    return this.document('asyncapi.json');
  }

  @Get('docs')
  @Header('content-type', html)
  api(): string {
    return apiPage;
  }

  @Get('docs/events')
  @Header('content-type', html)
  events(): string {
    return eventsPage(JSON.parse(this.document('asyncapi.json')) as EventsDocument);
  }

  @Get('docs/show.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return apiPageScript;
  }

  /** @throws Refusal `request/not-found` (404) */
  @Get('docs/:asset')
  asset(@Param('asset') asset: string, @Res() reply: FastifyReply): void {
    const type = Object.hasOwn(assets, asset) ? assets[asset] : undefined;
    if (!type) throw new Refusal(noSuchThing);
    reply
      .header('content-type', type)
      .header('cache-control', 'public, max-age=86400')
      .send(readFileSync(join(assetsFolder, asset)));
  }

  private document(name: string): string {
    return readFileSync(join(this.config.documents, name), 'utf8');
  }
}
