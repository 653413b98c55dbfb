import { taskingDueAt } from '#libs/codes';
import { setDeadline, UnitOfWork, type Tx } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { route } from '../../domain/handle.js';
import { departmentOrganizations, hubServes } from '../../persistence/known-organizations.js';
import type { LiaisonRequestRow } from '../../persistence/liaison-request.row.js';
import { LiaisonRequests } from '../../persistence/liaison-requests.repository.js';
import { requestAnswer, type RequestAnswer } from '../../persistence/request-answer.js';
import { Taskings } from '../../persistence/taskings.repository.js';
import { RouteLiaisonRequest } from './route-liaison-request.command.js';

@CommandHandler(RouteLiaisonRequest)
export class RouteLiaisonRequestHandler implements ICommandHandler<RouteLiaisonRequest> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly liaisonRequests: LiaisonRequests,
    private readonly taskings: Taskings,
  ) {}

  execute({ context, id, hubOrganizationId }: RouteLiaisonRequest): Promise<RequestAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      let organizations = new Map<string, string>();
      const row = await this.liaisonRequests.update(tx, id, async (state) => {
        organizations = await departmentOrganizations(tx, state.departments);
        return route(state, {
          organizationId: context.actor.organizationId,
          hubOrganizationId,
          hubServesRegion:
            hubOrganizationId !== null && (await hubServes(tx, hubOrganizationId, state.regionCode)),
          departmentsWithoutOrganization: state.departments.filter(
            (department) => !organizations.has(department),
          ),
        });
      });
      for (const [department, organizationId] of organizations)
        await this.task(tx, row, department, organizationId);
      return requestAnswer(row);
    });
  }

  private async task(
    tx: Tx,
    request: LiaisonRequestRow,
    department: string,
    organizationId: string,
  ): Promise<void> {
    const priority = request.priority!;
    const tasking = await this.taskings.add(tx, request.mode, request.correlationId, [
      {
        type: 'TaskingSent',
        requestId: request.id,
        department,
        departmentOrganizationId: organizationId,
        officeOrganizationId: request.officeOrganizationId,
        senderOrganizationId: request.senderOrganizationId,
        kind: request.kind,
        regionCode: request.regionCode,
        priority,
        sentAt: tx.now,
        dueAt: taskingDueAt(priority, tx.now),
      },
    ]);
    setDeadline(tx, 'tasking-due', tasking.id, tasking.dueAt);
  }
}
