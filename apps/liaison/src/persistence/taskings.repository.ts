import { Refusal, type Mode } from '#libs/kernel';
import { assertUnchanged, clearDeadline, saveAggregate, type AggregateRow, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { taskingNotFound } from '../domain/refusals.js';
import { cancelTasking, evolveTasking, isFinal, type Tasking, type TaskingEvent } from '../domain/tasking.js';
import { publishTaskingEvent } from '../published-events.js';
import { TaskingRow } from './tasking.row.js';

@Injectable()
export class Taskings {
  add(tx: Tx, mode: Mode, correlationId: string, events: readonly TaskingEvent[]): Promise<TaskingRow> {
    return this.save(tx, { id: tx.newId(), version: 0, mode, correlationId }, null, events);
  }

  /** @throws Refusal `tasking/not-found` (404), `request/changed-meanwhile` (412), and what `decide` refuses */
  async update(tx: Tx, id: string, decide: (state: Tasking) => readonly TaskingEvent[]): Promise<TaskingRow> {
    const row = await tx.lock(TaskingRow, id);
    if (!row) throw new Refusal(taskingNotFound);
    assertUnchanged(tx, row);
    const events = decide(row);
    return events.length === 0 ? row : this.save(tx, row, row, events);
  }

  /** How many taskings of a request are neither final nor named as overdue (R23). */
  async openOf(tx: Tx, requestId: string): Promise<number> {
    const [row] = await tx.query<{ open: number }>(
      `select count(*)::int as open from department_tasking
       where request_id = $1 and not overdue and status in ('sent', 'acknowledged')`,
      [requestId],
    );
    return row!.open;
  }

  /** The request, whose lock is held, was withdrawn. */
  async cancelOf(tx: Tx, requestId: string): Promise<void> {
    for (const { id } of await tx.manager.findBy(TaskingRow, { requestId })) {
      const row = await tx.lock(TaskingRow, id);
      const events = cancelTasking(row!);
      if (events.length > 0) await this.save(tx, row!, row!, events);
    }
  }

  private async save(
    tx: Tx,
    { id, version, mode, correlationId }: AggregateRow,
    before: Tasking | null,
    events: readonly TaskingEvent[],
  ): Promise<TaskingRow> {
    const after = events.reduce<Tasking | null>(evolveTasking, before)!;
    if (isFinal(after)) clearDeadline(tx, 'tasking-due', id);
    return saveAggregate<TaskingRow>(tx, {
      entity: TaskingRow,
      aggregate: 'tasking',
      row: { ...after, id, version, mode, correlationId },
      published: events.map((event) => publishTaskingEvent(event, after)),
      parties: [
        { organizationId: after.departmentOrganizationId, capacity: 'department' },
        { organizationId: after.officeOrganizationId, capacity: 'office' },
        { organizationId: after.senderOrganizationId, capacity: 'sender' },
      ],
    });
  }
}
