import { UnitOfWork } from '#libs/messaging';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invite } from '../../domain/membership.js';
import { memberAnswer, type MemberAnswer } from '../../persistence/answers.js';
import { Memberships } from '../../persistence/memberships.repository.js';
import { InviteMember } from './invite-member.command.js';

@CommandHandler(InviteMember)
export class InviteMemberHandler implements ICommandHandler<InviteMember> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: Memberships,
  ) {}

  execute({ context, memberId, role }: InviteMember): Promise<MemberAnswer> {
    return this.unitOfWork.command(context, async (tx) =>
      memberAnswer(
        await this.memberships.decide(tx, memberId, (state, given) => invite(state, { ...given, role })),
      ),
    );
  }
}
