import {
  TaskingAcknowledged,
  TaskingAnswered,
  TaskingCancelled,
  TaskingDeclined,
  TaskingOverdue,
  TaskingSent,
} from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { consolidate } from '../../domain/handle.js';
import { waitingOn } from '../../domain/liaison-request.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { addStep } from '../../persistence/steps.js';
import { Taskings } from '../../persistence/taskings.repository.js';

/**
 * A department is not party to the request, so its answer reaches the request as an event: shown to the sender as it
 * arrives, and once none is open any more the office's turn begins (R23).
 */
@Controller()
export class FollowTaskings {
  constructor(
    private readonly liaisonRequests: LiaisonRequests,
    private readonly taskings: Taskings,
  ) {}

  @On(TaskingSent, TaskingAcknowledged, TaskingAnswered, TaskingDeclined, TaskingCancelled, TaskingOverdue)
  async follow(
    @Payload() { type, time, data }: HubEvent<typeof TaskingSent>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    const open = await this.taskings.openOf(tx, data.requestId);
    await this.liaisonRequests.update(tx, data.requestId, async (state) => {
      addStep(tx, data.requestId, {
        type,
        state: state.status,
        waitingOn: waitingOn(state.status),
        at: time,
      });
      return consolidate(state, { open });
    });
  }
}
