import { contractOf } from '#libs/contracts';
import { apps, type AppName } from '../../infra/postgres/databases.js';
import type { Stage } from './stage.js';

export interface Verdict {
  lost: number;
  doubled: number;
  reordered: number;
  /** Each in a sentence; the first few of a kind. */
  readonly findings: string[];
  readonly events: number;
  readonly applied: number;
  readonly deliveries: number;
}

interface LoggedEvent {
  readonly event_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: number;
  readonly type: string;
  readonly topic: string;
  /** Organizations that may hear of it. */
  readonly parties: readonly string[];
  readonly under_consent: boolean;
}

const findingsOfAKindMax = 5;

/** Compares what the hub said with what it did, in the owners' logs, in every consumer, in the beds and in the deliveries. */
export async function compare(stage: Stage): Promise<Verdict> {
  const found = findings();
  const logs = new Map<AppName, LoggedEvent[]>();
  for (const app of apps) logs.set(app, await logOf(stage, app));
  for (const [app, log] of logs) ownersVersions(found, app, log);
  for (const app of apps) await answers(found, stage, app, logs.get(app)!);
  let applied = 0;
  for (const app of apps) applied += await effects(found, stage, app, [...logs.values()].flat());
  await beds(found, stage);
  await parked(found, stage);
  await feeds(found, stage, [...logs.values()].flat());
  const deliveries = await notices(found, stage);
  return {
    ...found.counts,
    findings: found.texts,
    events: [...logs.values()].reduce((sum, log) => sum + log.length, 0),
    applied,
    deliveries,
  };
}

function findings() {
  const counts = { lost: 0, doubled: 0, reordered: 0 };
  const kinds = new Map<string, number>();
  const texts: string[] = [];
  return {
    counts,
    texts,
    add(kind: keyof typeof counts, what: string, text: string, times = 1): void {
      counts[kind] += times;
      const seen = (kinds.get(kind + what) ?? 0) + 1;
      kinds.set(kind + what, seen);
      if (seen <= findingsOfAKindMax) texts.push(`${kind}: ${text}`);
    },
  };
}
type Findings = ReturnType<typeof findings>;

function logOf(stage: Stage, app: AppName): Promise<LoggedEvent[]> {
  return stage.rows<LoggedEvent>(
    app,
    `select event_id, aggregate_type, aggregate_id, aggregate_version, type, topic,
            array_remove(string_to_array(headers->>'ce_parties', ','), '') as parties,
            headers ? 'ce_consentref' as under_consent
     from event_log order by position`,
  );
}

/** Versions of each aggregate are 1..n, in the order of the log. */
function ownersVersions(found: Findings, app: string, log: readonly LoggedEvent[]): void {
  const last = new Map<string, number>();
  for (const { aggregate_type, aggregate_id, aggregate_version } of log) {
    const name = `${aggregate_type} ${aggregate_id}`;
    const expected = (last.get(name) ?? 0) + 1;
    if (aggregate_version !== expected)
      found.add(
        'reordered',
        'log',
        `the log of ${app} has version ${aggregate_version} of ${name} where ${expected} belongs`,
      );
    last.set(name, aggregate_version);
  }
}

/** Every ok left its event once, every refusal none, every unknown once or none, and nothing else is there. */
async function answers(
  found: Findings,
  stage: Stage,
  app: AppName,
  log: readonly LoggedEvent[],
): Promise<void> {
  const kept = new Map(
    (
      await stage.rows<{ key: string; id: string | null }>(
        app,
        `select key, answer->>'id' as id from idempotency_key`,
      )
    ).map((row) => [row.key, row.id]),
  );
  const times = new Map<string, number>();
  for (const { type, aggregate_id } of log)
    times.set(`${type} ${aggregate_id}`, (times.get(`${type} ${aggregate_id}`) ?? 0) + 1);
  const accounted = new Set<string>();
  const creations = new Set<string>();
  for (const entry of stage.ledger.entries.filter((one) => one.app === app)) {
    const { key, type, outcome } = entry;
    if (entry.subject === undefined) creations.add(type);
    const subject = entry.subject ?? entry.made ?? kept.get(key) ?? undefined;
    const happened = subject === undefined ? 0 : (times.get(`${type} ${subject}`) ?? 0);
    if (subject !== undefined && outcome !== 'refused') accounted.add(`${type} ${subject}`);
    if (outcome === 'ok' && happened === 0)
      found.add('lost', 'answered', `${type} of ${subject} was answered with success and is not in the log`);
    if (outcome === 'ok' && entry.made && kept.get(key) !== entry.made)
      found.add('doubled', 'key', `the key ${key} of ${type} no longer leads to ${entry.made}`);
    if (happened > 1)
      found.add('doubled', 'log', `${type} of ${subject} happened ${happened} times`, happened - 1);
    if (outcome === 'refused' && kept.has(key))
      found.add('doubled', 'refused', `${type} was refused (${entry.code}) and took effect all the same`);
  }
  for (const type of creations) {
    const unasked = log.filter((one) => one.type === type && !accounted.has(`${type} ${one.aggregate_id}`));
    for (const { aggregate_id } of unasked)
      found.add('doubled', 'unasked', `${type} of ${aggregate_id} belongs to no command that was sent`);
  }
}

/** Every event of a topic that the app hears: once, and those of one aggregate in order. Returns how many. */
async function effects(
  found: Findings,
  stage: Stage,
  app: AppName,
  log: readonly LoggedEvent[],
): Promise<number> {
  const topics = new Set(
    (await stage.rows<{ topic: string }>(app, 'select topic from applied_topic')).map((row) => row.topic),
  );
  const rows = await stage.rows<{
    event_id: string;
    aggregate_type: string;
    aggregate_id: string;
    version: number;
  }>(
    app,
    'select event_id, aggregate_type, aggregate_id, version from applied_event where not fleeting order by id',
  );
  const times = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { event_id, aggregate_type, aggregate_id, version } of rows) {
    times.set(event_id, (times.get(event_id) ?? 0) + 1);
    const name = `${aggregate_type} ${aggregate_id}`;
    const before = last.get(name) ?? 0;
    if (version !== before + 1 && times.get(event_id) === 1)
      found.add(
        'reordered',
        'applied',
        `${app} applied version ${version} of ${name} after version ${before}`,
      );
    last.set(name, Math.max(before, version));
  }
  for (const one of log.filter(({ topic }) => topics.has(topic))) {
    const seen = times.get(one.event_id) ?? 0;
    const text = `${app} applied ${one.type} #${one.aggregate_version} of ${one.aggregate_id} ${seen} times`;
    if (seen === 0) found.add('lost', 'applied', text);
    if (seen > 1) found.add('doubled', 'applied', text, seen - 1);
  }
  return rows.length;
}

/** Judged at this moment, as every reader of a hold judges it (R39): what ran out holds nothing, whether or not its timer came. */
const isLive = `(status = 'arrived' or status = 'held' and expires_at > hub_now() or status = 'confirmed' and arrival_expected_by > hub_now())`;

/** No place below zero, no unit promised twice, one live hold a request. */
async function beds(found: Findings, stage: Stage): Promise<void> {
  const over = await stage.rows<{ id: string; available: number; held: number; total: number }>(
    'housing',
    `select resource.id, figures.available_units as available, figures.held_units as held, figures.total_units as total
     from housing_resource resource cross join lateral housing_resource_figures(resource.id) figures
     where figures.available_units < 0
        or (select count(*) from housing_hold where resource_id = resource.id and ${isLive})
           > figures.total_units - figures.out_of_service_units`,
  );
  for (const { id, available, held, total } of over)
    found.add('doubled', 'beds', `place ${id} of ${total} units has ${available} free and ${held} held`);
  const twice = await stage.rows<{ id: string }>(
    'housing',
    `select housing_request_id as id from housing_hold where ${isLive}
     group by housing_request_id having count(*) > 1`,
  );
  for (const { id } of twice) found.add('doubled', 'holds', `request ${id} holds more than one unit`);
  const ended = await stage.rows<{ id: string }>(
    'referrals',
    `select id from referral where status in ('cancelled', 'declined', 'expired')`,
  );
  const sought = await stage.rows<{ id: string }>(
    'housing',
    `select id from housing_request where referral_id = any ($1) and status in ('open', 'offered', 'holding')`,
    [ended.map(({ id }) => id)],
  );
  for (const { id } of sought)
    found.add('reordered', 'tombstone', `housing is sought for request ${id} although its referral is over`);
}

async function parked(found: Findings, stage: Stage): Promise<void> {
  for (const app of apps) {
    const rows = await stage.rows<{ topic: string; key: string; reason: string; error_code: string }>(
      app,
      'select topic, key, reason, error_code from blocked_key',
    );
    for (const { topic, key, reason, error_code } of rows)
      found.add('lost', 'parked', `${app} still holds back ${key} of ${topic} (${reason}: ${error_code})`);
  }
}

/**
 * What goes out stands once in the feed of each of its parties, and each feed is numbered 1, 2, 3 ... What is linked to a person
 * is not looked for where the law is enforced (R4).
 */
async function feeds(found: Findings, stage: Stage, log: readonly LoggedEvent[]): Promise<void> {
  const enforcement = new Set(
    (
      await stage.rows<{ id: string }>(
        'notifications',
        'select organization_id as id from known_organization where is_enforcement',
      )
    ).map(({ id }) => id),
  );
  const rows = await stage.rows<{ organization_id: string; event_id: string; times: number }>(
    'notifications',
    'select organization_id, event_id, count(*)::int as times from feed_event group by organization_id, event_id',
  );
  const times = new Map(rows.map((row) => [`${row.organization_id} ${row.event_id}`, row.times]));
  for (const { type, event_id, parties, under_consent } of log) {
    const { audience, personLinked } = contractOf(type)!;
    if (audience === 'apps') continue;
    for (const party of parties) {
      if ((personLinked ?? under_consent) && enforcement.has(party)) continue;
      const seen = times.get(`${party} ${event_id}`) ?? 0;
      const text = `${type} ${event_id} stands ${seen} times in the feed of ${party}`;
      if (seen === 0) found.add('lost', 'feed', text);
      if (seen > 1) found.add('doubled', 'feed', text, seen - 1);
    }
  }
  const holes = await stage.rows<{ organization_id: string; mode: string; last: string; count: string }>(
    'notifications',
    `select organization_id, mode, max(position) as last, count(*) from feed_event group by organization_id, mode
     having max(position) <> count(*)`,
  );
  for (const { organization_id, mode, last, count } of holes)
    found.add(
      'lost',
      'feed-holes',
      `the ${mode} feed of ${organization_id} ends at ${last} and has ${count} events`,
    );
}

/** Every delivery has ended; what was delivered has arrived, those of one aggregate in order. */
async function notices(found: Findings, stage: Stage): Promise<number> {
  const open = await stage.rows<{ state: string; count: number }>(
    'notifications',
    `select state, count(*)::int as count from delivery where state in ('queued', 'sending', 'retry_wait') group by state`,
  );
  for (const { state, count } of open)
    found.add('lost', 'deliveries', `${count} deliveries have not ended: ${state}`, count);
  const delivered = await stage.rows<{ event_id: string; type: string; organization_id: string }>(
    'notifications',
    `select event_id, type, delivery.organization_id from delivery join subscription on subscription.id = subscription_id
     where delivery.state = 'delivered' and url = $1 and type <> 'notifications.endpoint-challenge.v1'`,
    [stage.receiver.url],
  );
  const arrived = new Set(stage.receiver.deliveries.map((one) => one.id));
  for (const { event_id, type } of delivered)
    if (!arrived.has(event_id))
      found.add('lost', 'notices', `the notice of ${type} ${event_id} never arrived`);
  const first = new Map<string, Set<string>>();
  const last = new Map<string, string>();
  for (const { id, subject, sequence } of stage.receiver.deliveries) {
    const seen = first.get(subject) ?? new Set();
    first.set(subject, seen);
    if (seen.has(id)) continue;
    seen.add(id);
    if (sequence <= (last.get(subject) ?? ''))
      found.add('reordered', 'notices', `the notices of ${subject} came out of order at ${sequence}`);
    last.set(subject, sequence);
  }
  return delivered.length;
}
