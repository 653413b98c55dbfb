import pg from 'pg';

/**
 * Lets a local or test database's time be moved: `hub_now()` adds one offset. Only these databases hold one; elsewhere the
 * function is the plain time that the first migration made (messaging.md 15).
 */
export async function installMovableClock(adminUrl: string): Promise<void> {
  await inside(adminUrl, (client) =>
    client.query(`
      create table if not exists hub_clock (only_row boolean primary key default true check (only_row), ahead interval not null);
      insert into hub_clock (ahead) values ('0') on conflict do nothing;
      grant select on hub_clock to public;
      create or replace function hub_now() returns timestamptz language sql stable
        as 'select statement_timestamp() + (select ahead from public.hub_clock)';
    `),
  );
}

export async function moveClock(adminUrl: string, milliseconds: number): Promise<void> {
  await inside(adminUrl, (client) =>
    client.query(`update hub_clock set ahead = ahead + $1 * interval '1 millisecond'`, [milliseconds]),
  );
}

export async function resetClock(adminUrl: string): Promise<void> {
  await inside(adminUrl, (client) => client.query(`update hub_clock set ahead = '0'`));
}

async function inside(adminUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  // A hub that is stopped meanwhile takes its database along: what was asked fails by itself, and nothing else does.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
