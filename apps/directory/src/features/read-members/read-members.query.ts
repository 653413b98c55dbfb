import { Refusal } from '#libs/kernel';
import { UnitOfWork, type Actor } from '#libs/messaging';
import { pageOf, type Page, type PageQuery } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { memberNotFound } from '../../domain/refusals.js';
import { memberAnswer, type MemberAnswer } from '../../persistence/answers.js';
import { MembershipRow } from '../../persistence/membership.row.js';

@Injectable()
export class MembersReader {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  list(actor: Actor, { limit, after }: PageQuery): Promise<Page<MemberAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const rows = await tx.manager.find(MembershipRow, {
        where: after ? { memberId: MoreThan(after) } : {},
        order: { memberId: 'ASC' },
        take: limit + 1,
      });
      return pageOf(rows, limit, (row) => row.memberId, memberAnswer);
    });
  }

  /** @throws Refusal `member/not-found` (404) */
  one(actor: Actor, memberId: string): Promise<MemberAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const row = await tx.manager.findOneBy(MembershipRow, { memberId });
      if (!row) throw new Refusal(memberNotFound);
      return memberAnswer(row);
    });
  }
}
