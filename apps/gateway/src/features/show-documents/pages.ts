/** The part of asyncapi.json that the page of events shows. */
export interface EventsDocument {
  readonly info: { readonly title: string; readonly description: string };
  readonly components: {
    readonly messages: Readonly<
      Record<
        string,
        {
          readonly name: string;
          readonly description: string;
          readonly payload: { readonly $ref: string };
          readonly examples: readonly { readonly payload: object }[];
          readonly 'x-audience': string;
        }
      >
    >;
    readonly schemas: Readonly<
      Record<string, { readonly properties?: Readonly<Record<string, FieldSchema>> }>
    >;
  };
}

interface FieldSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly anyOf?: readonly FieldSchema[];
}

const frame = (title: string, head: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/docs/favicon-32x32.png">
${head}
</head>
<body>${body}</body>
</html>
`;

export const apiPage = frame(
  'Liaison Hub: API',
  '<link rel="stylesheet" href="/docs/swagger-ui.css">',
  `<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/show.js"></script>`,
);

export const apiPageScript = `SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#api', deepLinking: true, docExpansion: 'none', tryItOutEnabled: true });
`;

const style = `<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
h2 { margin-top: 3rem; border-bottom: 1px solid #c9ced6; } h3 code { font-size: 1.05em; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e2e5ea; vertical-align: top; }
pre { background: #f5f6f8; padding: .8rem; overflow-x: auto; } nav a { margin-right: 1rem; }
</style>`;

/** Every event, with its fields and an example, from asyncapi.json. */
export function eventsPage(document: EventsDocument): string {
  const messages = Object.entries(document.components.messages);
  const apps = [...new Set(messages.map(([, message]) => message.name.split('.')[0]!))];
  const sections = apps.map((app) => {
    const own = messages.filter(([, message]) => message.name.startsWith(`${app}.`));
    return `<h2 id="${app}">${app}</h2>${own.map(([id, message]) => eventOf(document, id, message)).join('')}`;
  });
  return frame(
    'Liaison Hub: events',
    style,
    `<h1>${escape(document.info.title)}</h1>${paragraphs(document.info.description)}
<p>Partners get the events whose audience is <code>parties</code> or <code>public</code> and that they are party to, as signed webhooks and from <code>GET /v1/events</code>; those that are <code>public</code> also as public notices, by webhook. / Les partenaires reçoivent les événements destinés aux <code>parties</code> ou au <code>public</code> auxquels ils sont parties, par webhooks signés et par <code>GET /v1/events</code>; ceux du <code>public</code> aussi comme avis publics, par webhook. <a href="/v1/asyncapi.json">asyncapi.json</a></p>
<nav>${apps.map((app) => `<a href="#${app}">${app}</a>`).join('')}</nav>${sections.join('')}`,
  );
}

function eventOf(
  document: EventsDocument,
  id: string,
  message: EventsDocument['components']['messages'][string],
): string {
  const schema = document.components.schemas[message.payload.$ref.split('/').at(-1)!];
  const fields = Object.entries(schema?.properties ?? {}).map(
    ([name, field]) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(typeOf(field))}</td><td>${escape(meaningOf(field))}</td></tr>`,
  );
  return `<h3 id="${escape(id)}"><code>${escape(message.name)}</code></h3>${paragraphs(message.description)}
<p>Audience: <code>${escape(message['x-audience'])}</code></p>
<table><tr><th>data</th><th>type</th><th>meaning / sens</th></tr>${fields.join('')}</table>
<pre>${escape(JSON.stringify(message.examples[0]?.payload ?? {}, null, 2))}</pre>`;
}

function typeOf(field: FieldSchema): string {
  if (field.anyOf) return field.anyOf.map(typeOf).join(' or ');
  return field.format ? `${field.type} (${field.format})` : (field.type ?? '');
}

function meaningOf(field: FieldSchema): string {
  return field.description ?? field.anyOf?.find((one) => one.description)?.description ?? '';
}

const paragraphs = (text: string) =>
  text
    .split('\n\n')
    .map((paragraph) => `<p>${escape(paragraph)}</p>`)
    .join('');

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
