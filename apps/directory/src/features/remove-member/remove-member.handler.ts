import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { remove } from '../../domain/membership.js';
import { memberAnswer, type MemberAnswer } from '../../persistence/answers.js';
import { Memberships } from '../../persistence/memberships.repository.js';
import { RemoveMember } from './remove-member.command.js';

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: Memberships,
  ) {}

  execute({ context, memberId }: RemoveMember): Promise<MemberAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      memberAnswer(await this.memberships.decide(tx, memberId, remove)),
    );
  }
}
