import { ParticipantErased } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { eraseSubjects } from '#libs/sealing';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { endConsent } from '../../domain/refer.js';
import { buryPerson, erasePerson, lockPerson, referralsOfPerson } from '../../persistence/persons.js';
import { Referrals } from '../../persistence/referrals.repository.js';

/** R18: drafts end, running services share nothing more, and every pseudonym and note of the person goes, for good; what an exercise erases, in the exercise (R62). */
@Controller()
export class ForgetErasedPerson {
  constructor(private readonly referrals: Referrals) {}

  @On(ParticipantErased)
  async forget(
    @Payload() event: HubEvent<typeof ParticipantErased>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    const { mode, data } = event;
    const { ownerOrganizationId, participantRef } = data;
    lockPerson(tx, ownerOrganizationId, participantRef);
    buryPerson(tx, mode, ownerOrganizationId, participantRef);
    for (const id of await referralsOfPerson(tx, ownerOrganizationId, participantRef))
      await this.referrals.update(tx, id, (referral) =>
        mode === 'actual' || referral.mode === mode
          ? endConsent(referral, { reasonCode: 'person_erased', at: tx.now })
          : [],
      );
    eraseSubjects(tx, event, await erasePerson(tx, mode, ownerOrganizationId, participantRef));
  }
}
