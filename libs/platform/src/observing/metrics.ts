import type { MessagingMetrics } from '#libs/messaging';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { DataSource } from 'typeorm';

const latencyBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures of one process, for Prometheus; labels carry names of kinds, never of things or people. */
export class Metrics implements MessagingMetrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: latencyBucketsSeconds,
    registers: [this.registry],
  });
  private readonly decisions = new Histogram({
    name: 'hub_decision_duration_seconds',
    help: 'Time of one command: transaction, decision and commit',
    labelNames: ['command', 'outcome'],
    buckets: latencyBucketsSeconds,
    registers: [this.registry],
  });
  private readonly effects = new Histogram({
    name: 'hub_event_to_effect_seconds',
    help: 'Time from an event’s commit in its owner to the commit of its effect here',
    labelNames: ['type'],
    buckets: latencyBucketsSeconds,
    registers: [this.registry],
  });
  private readonly relayed = new Counter({
    name: 'hub_relay_events_total',
    help: 'Events that the relay published',
    registers: [this.registry],
  });
  private readonly refusedKeys = new Gauge({
    name: 'hub_relay_refused_keys',
    help: 'Keys held back because the broker refuses an event of theirs',
    registers: [this.registry],
  });
  private readonly consumedEvents = new Counter({
    name: 'hub_consumed_events_total',
    help: 'Events consumed, by what became of them',
    labelNames: ['type', 'outcome'],
    registers: [this.registry],
  });
  private readonly deadlines = new Counter({
    name: 'hub_deadlines_total',
    help: 'Deadlines that fired',
    labelNames: ['kind', 'outcome'],
    registers: [this.registry],
  });

  constructor(app: string) {
    this.registry.setDefaultLabels({ app });
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 50 });
  }

  /** Gauges that are read from the app's database and broker when somebody asks. */
  observeMessaging(
    database: DataSource,
    lag: () => Promise<{ topic: string; partition: number; records: number }[]>,
  ): void {
    const figures = { registers: [this.registry] };
    const ask = async (sql: string) => {
      const rows: { value: number }[] = await database.query(sql);
      return Number(rows[0]?.value ?? 0);
    };
    const gauge = (name: string, help: string, sql: string) =>
      new Gauge({
        ...figures,
        name,
        help,
        async collect() {
          this.set(await ask(sql));
        },
      });
    gauge(
      'hub_outbox_pending',
      'Events that wait to be published',
      'select count(*) as value from outbox_pending',
    );
    gauge(
      'hub_outbox_oldest_age_seconds',
      'Age of the oldest event that waits to be published',
      'select extract(epoch from hub_now() - min(occurred_at)) as value from event_log where position = (select min(position) from outbox_pending)',
    );
    gauge(
      'hub_parked_keys',
      'Aggregates whose events are parked',
      'select count(*) as value from blocked_key',
    );
    gauge('hub_parked_events', 'Events that are parked', 'select count(*) as value from parked_event');
    gauge(
      'hub_deadline_overdue_seconds',
      'How late the oldest due deadline is',
      'select greatest(0, extract(epoch from hub_now() - min(due_at))) as value from deadline',
    );
    gauge(
      'hub_audit_unchained',
      'Lines of the audit that wait to be chained',
      'select count(*) as value from audit_pending',
    );
    gauge(
      'hub_audit_unchained_oldest_age_seconds',
      'Age of the oldest line of the audit that waits to be chained',
      'select greatest(0, extract(epoch from hub_now() - at)) as value from audit_log where id = (select min(id) from audit_pending)',
    );
    new Gauge({
      ...figures,
      name: 'hub_consumer_lag_records',
      help: 'Records of a partition that this app has not committed',
      labelNames: ['topic', 'partition'],
      async collect() {
        for (const { topic, partition, records } of await lag())
          this.set({ topic, partition: String(partition) }, records);
      },
    });
  }

  requested(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  decided(command: string, outcome: 'done' | 'refused' | 'failed', seconds: number): void {
    this.decisions.observe({ command, outcome }, seconds);
  }

  published(events: number): void {
    this.relayed.inc(events);
  }

  refused(keys: number): void {
    this.refusedKeys.set(keys);
  }

  consumed(type: string, outcome: Parameters<MessagingMetrics['consumed']>[1]): void {
    this.consumedEvents.inc({ type, outcome });
  }

  effectSeconds(type: string, seconds: number): void {
    this.effects.observe({ type }, Math.max(0, seconds));
  }

  deadlineFired(kind: string, outcome: 'done' | 'failed'): void {
    this.deadlines.inc({ kind, outcome });
  }
}
