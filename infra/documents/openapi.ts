import 'reflect-metadata';
import { grantedFor, type OperationName } from '#libs/access';
import { problemSchema } from './problem-schema.js';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ConsentsModule } from '../../apps/consents/src/consents.module.js';
import { DirectoryModule } from '../../apps/directory/src/directory.module.js';
import { HousingModule } from '../../apps/housing/src/housing.module.js';
import { LiaisonModule } from '../../apps/liaison/src/liaison.module.js';
import { NotificationsModule } from '../../apps/notifications/src/notifications.module.js';
import { ReferralsModule } from '../../apps/referrals/src/referrals.module.js';
import type { AppName } from '../postgres/databases.js';

export const appModules: Readonly<Record<AppName, Type>> = {
  directory: DirectoryModule,
  consents: ConsentsModule,
  liaison: LiaisonModule,
  referrals: ReferralsModule,
  housing: HousingModule,
  notifications: NotificationsModule,
};

/** OpenAPI 3.1 of the whole hub: every app's controllers, with the problems and headers that all of them share. */
export async function openApi(): Promise<object> {
  @Module({ imports: Object.values(appModules) })
  class Everything {}

  const app = await NestFactory.create<NestFastifyApplication>(Everything, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Liaison Hub')
      .setVersion('1.0.0')
      .setDescription(
        'One front door for agencies that help trafficked persons: requests to the liaison office, referrals, housing, notices.\n\nUne seule porte pour les organismes qui aident les personnes victimes de la traite : demandes au bureau de liaison, aiguillages, hébergement, avis.',
      )
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .setContact('Liaison Hub', 'https://liaison-hub.example', 'team@liaison-hub.example')
      .addServer('/', 'This hub / Ce carrefour')
      .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'token')
      .build(),
    { operationIdFactory: (controller, method) => `${controller}.${method}` },
  );
  await app.close();
  return finished(document);
}

/** What every operation shares: problems, the idempotency key of a POST, the mode of a filing. */
function finished(document: OpenAPIObject): object {
  const text = JSON.stringify({ ...document, tags: tagsOf(document) });
  const copy = JSON.parse(text) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  copy.components.schemas['Problem'] = problemSchema;
  for (const operations of Object.values(copy.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      withAccess(operation);
      operation.description ??= operation.summary;
      operation.parameters = [
        ...(operation.parameters ?? []).map(asId),
        languageParameter,
        ...(method === 'post' ? [idempotencyKey, modeParameter, ifMatch] : []),
      ];
      for (const [status, description] of problemsOf(method, operation))
        operation.responses[status] ??= { description, content: problemContent };
    }
  }
  return copy;
}

/** Things are named by UUIDs; the pipe that refuses anything else is not seen by the generator. */
const asId = (parameter: object) =>
  'in' in parameter && parameter.in === 'path' && 'name' in parameter && parameter.name === 'id'
    ? { ...parameter, schema: { type: 'string', format: 'uuid' } }
    : parameter;

/** The operation's name, and what the access table says of it. */
function withAccess(operation: Operation): void {
  const name = operation['x-operation'];
  const granted = name === undefined ? undefined : grantedFor(name);
  if (name === undefined || !granted)
    throw new Error(`${operation.operationId} has no entry in the access table.`);
  delete operation['x-operation'];
  operation.operationId = name;
  operation['x-roles'] = granted.withoutToken ? [] : granted.roles;
  operation['x-access'] = {
    thing: granted.thingName,
    seenBy: granted.thing.seenBy,
    actsAs: granted.actsAs,
    secondFactor: granted.secondFactorOf,
  };
}

interface Operation {
  operationId?: string;
  'x-operation'?: OperationName;
  'x-roles'?: readonly string[];
  'x-access'?: object;
  summary?: string;
  description?: string | undefined;
  parameters?: object[];
  security?: object[];
  responses: Record<string, object>;
}

function tagsOf(document: OpenAPIObject): object[] {
  const names = new Set<string>();
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path as Record<string, { tags?: string[] }>))
      operation.tags?.forEach((tag) => names.add(tag));
  }
  return [...names].map((name) => {
    const description = tagDescriptions[name];
    if (!description) throw new Error(`The tag ${name} has no description in both languages.`);
    return { name, description };
  });
}

const tagDescriptions: Readonly<Record<string, string>> = {
  Directory: 'Who can help, and where / Qui peut aider, et où',
  Members: 'Who acts for an organization, in which role / Qui agit pour une organisation, dans quel rôle',
  'Liaison requests': 'What is asked of the liaison office / Ce qui est demandé au bureau de liaison',
  Taskings: 'What departments owe / Ce que doivent les ministères',
  Consents: 'What may be told about a person / Ce qui peut être communiqué sur une personne',
  'Legal exceptions': 'What a law demands / Ce qu’une loi exige',
  Referrals: 'Who serves, and by when / Qui sert, et pour quand',
  Housing: 'Places and their figures / Lieux et leurs chiffres',
  'Housing requests': 'Needs that providers answer / Besoins auxquels répondent les fournisseurs',
  Holds: 'A unit, kept for a while / Une place, retenue un certain temps',
  Subscriptions: 'Signed webhooks / Webhooks signés',
  Events: 'The feed of events / Le fil des événements',
};

function problemsOf(method: string, operation: Operation): [string, string][] {
  return [
    ['400', 'The request does not have the form that is asked for / La requête n’a pas la forme demandée'],
    ['401', 'No valid token / Aucun jeton valable'],
    ...(operation.security
      ? ([['403', 'The role may not / Le rôle ne le permet pas']] as [string, string][])
      : []),
    ['404', 'No such thing, or not yours / N’existe pas, ou n’est pas à vous'],
    ...(method === 'post'
      ? ([
          ['409', 'The state does not allow it / L’état ne le permet pas'],
          ['412', 'Changed meanwhile / Modifié entre-temps'],
          ['413', 'The body is larger than is taken / Le corps dépasse la taille acceptée'],
          ['415', 'The body is not JSON / Le corps n’est pas du JSON'],
        ] as [string, string][])
      : []),
    ['408', 'The request came too slowly / La requête est arrivée trop lentement'],
    ['414', 'The address is longer than is taken / L’adresse dépasse la longueur acceptée'],
    ['422', 'A rule refuses / Une règle refuse'],
    ['429', 'Too many requests / Trop de requêtes'],
    ['431', 'The headers are larger than is taken / Les en-têtes dépassent la taille acceptée'],
    ['503', 'Try again shortly / Réessayez sous peu'],
  ];
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Chosen by you; the same again when you repeat the request / Choisie par vous; la même si vous répétez la requête',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const modeParameter = {
  name: 'Hub-Mode',
  in: 'header',
  required: false,
  description: 'Mode of a filing (R62) / Mode d’un dépôt (R62)',
  schema: { type: 'string', enum: ['actual', 'exercise', 'test'], default: 'actual' },
};
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'ETag of the thing as you read it / ETag de l’élément tel que lu',
  schema: { type: 'string' },
};
const languageParameter = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'en or fr, for titles / en ou fr, pour les titres',
  schema: { type: 'string' },
};
