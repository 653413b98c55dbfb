import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import { markOverdue } from '../../domain/tasking.js';
import { Taskings } from '../../persistence/taskings.repository.js';

@Timer('tasking-due')
export class MarkTaskingOverdue implements TimerHandler {
  constructor(private readonly taskings: Taskings) {}

  async fire(tx: Tx, taskingId: string): Promise<void> {
    await this.taskings.update(tx, taskingId, markOverdue);
  }
}
