import { placeOf, SubjectKeys } from '#libs/sealing';
import { Injectable } from '@nestjs/common';
import type { Person } from './persons.js';

/** What the sender wrote to the receiver (R13), sealed with the person’s key (R18): the same bytes in the rows of both. */
@Injectable()
export class Notes {
  constructor(private readonly keys: SubjectKeys) {}

  seal(referralId: string, subjectId: string, note: string): Promise<Buffer> {
    return this.keys.seal(subjectId, note, contextOf(referralId));
  }

  /** null where there is none, or it was erased. */
  async unseal(referralId: string, { subjectId, note }: Person): Promise<string | null> {
    return note && this.keys.unseal(subjectId, note, contextOf(referralId));
  }
}

function contextOf(referralId: string): string {
  return placeOf('referral_person', referralId, 'note');
}
