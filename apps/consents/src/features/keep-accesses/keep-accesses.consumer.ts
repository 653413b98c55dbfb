import { ConsentRecordAccessed, ReferralRecordAccessed } from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { keepRecordAccess } from '../../persistence/record-accesses.js';

/** Who read or changed what about a person, in every service that holds something about persons, this one too (R17). */
@Controller()
export class KeepAccesses {
  @On(ConsentRecordAccessed, ReferralRecordAccessed)
  accessed(
    @Payload() { id, subject, data }: HubEvent<typeof ConsentRecordAccessed | typeof ReferralRecordAccessed>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return keepRecordAccess(tx, id, subject, data);
  }
}
