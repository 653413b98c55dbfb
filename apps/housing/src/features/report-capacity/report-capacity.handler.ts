import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { assertObserved, reportCapacity } from '../../domain/describe-resource.js';
import { figuresOf, holdersOf } from '../../persistence/figures.js';
import { HousingResources } from '../../persistence/housing-resources.repository.js';
import { resourceAnswer, type ResourceAnswer } from '../../persistence/resource-answers.js';
import { ReportCapacity } from './report-capacity.command.js';

@CommandHandler(ReportCapacity)
export class ReportCapacityHandler implements ICommandHandler<ReportCapacity> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly resources: HousingResources,
  ) {}

  execute({ context, id, count }: ReportCapacity): Promise<ResourceAnswer> {
    return this.unitOfWork.command(context, async (tx) => {
      const resource = await this.resources.lockNamed(tx, id);
      const observedAt = count.observedAt ? new Date(count.observedAt) : tx.now;
      assertObserved({ observedAt }, tx.now);
      const snapshot = {
        ...count,
        resourceId: id,
        observedAt,
        originalDate: null,
        source: 'provider' as const,
      };
      const before = (await figuresOf(tx, [id])).get(id);
      const added = await this.resources.addSnapshots(tx, resource.mode, [snapshot]);
      const figures = (await figuresOf(tx, [id])).get(id)!;
      const holders = (await holdersOf(tx, [id])).get(id)!;
      const saved = await this.resources.save(
        tx,
        resource,
        added.size > 0 ? reportCapacity(before, figures, holders) : [],
      );
      return resourceAnswer(saved, figures, null);
    });
  }
}
