import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeRole } from '../../domain/membership.js';
import { memberAnswer, type MemberAnswer } from '../../persistence/answers.js';
import { Memberships } from '../../persistence/memberships.repository.js';
import { ChangeMemberRole } from './change-member-role.command.js';

@CommandHandler(ChangeMemberRole)
export class ChangeMemberRoleHandler implements ICommandHandler<ChangeMemberRole> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: Memberships,
  ) {}

  execute({ context, memberId, role }: ChangeMemberRole): Promise<MemberAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      memberAnswer(
        await this.memberships.decide(tx, memberId, (state, given) => changeRole(state, { ...given, role })),
      ),
    );
  }
}
