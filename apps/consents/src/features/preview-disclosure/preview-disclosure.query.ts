import { Refusal } from '#libs/kernel';
import { UnitOfWork, type Actor } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { alwaysTrue, disclosureTo } from '../../domain/disclosure.js';
import { recipientUnknown } from '../../domain/refusals.js';
import { organizationsOf } from '../../persistence/known-organizations.js';
import type { PreviewAnswer, PreviewDisclosureBody } from './preview-disclosure.dto.js';

@Injectable()
export class DisclosurePreview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Refusal `grant/recipient-unknown` (422) */
  show(actor: Actor, asked: PreviewDisclosureBody): Promise<PreviewAnswer> {
    return this.unitOfWork.query(actor, async (tx) => {
      const known = await organizationsOf(tx, asked.recipients);
      const unknown = asked.recipients.filter((id) => !known.some((one) => one.id === id));
      if (unknown.length > 0)
        throw new Refusal(recipientUnknown, { pointer: '/recipients', facts: { unknown } });
      return { recipients: known.map((one) => disclosureTo(one, asked)), alwaysTrue };
    });
  }
}
