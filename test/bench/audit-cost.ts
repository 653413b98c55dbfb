import type { BenchHub } from './bench-hub.js';
import { keepBusy } from './load.js';
import { round } from './way.js';

/** Commands a second with the audit chained behind them, and with its lines left unchained. */
export interface AuditCost {
  readonly chained: number;
  readonly unchained: number;
}

const turns = 8;
const secondsATurn = 3;
const clients = 16;
const apps = ['liaison', 'referrals', 'notifications'];

/** Filings as fast as so many clients get their answers. With and without take turns, so that what the machine does meanwhile meets both. */
export async function auditCostOf(bench: BenchHub): Promise<AuditCost> {
  const done = { chained: 0, unchained: 0 };
  for (let turn = 0; turn < turns; turn += 1) {
    for (const way of ['chained', 'unchained'] as const) {
      const verb = way === 'chained' ? 'enable' : 'disable';
      for (const app of apps) await bench.rows(app, `alter table audit_log ${verb} trigger chained_later`);
      done[way] += await keepBusy(() => bench.theHub.post(), clients, secondsATurn);
    }
  }
  // What was written without its pointer is chained after all.
  for (const app of apps)
    await bench.rows(
      app,
      `alter table audit_log enable trigger chained_later;
       insert into audit_pending select id from audit_log
       where not exists (select from audit_chain where audit_id = id) on conflict do nothing`,
    );
  const perSecond = (count: number) => round(count / (turns * secondsATurn));
  return { chained: perSecond(done.chained), unchained: perSecond(done.unchained) };
}
