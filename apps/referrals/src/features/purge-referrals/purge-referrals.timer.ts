import { Timer, type Tx } from '#libs/messaging';
import { PurgeTimer } from '#libs/platform';
import { destroyKeyLater } from '#libs/sealing';
import { purgePersons } from '../../persistence/persons.js';

/** Whom a referral that ended was about, and the note; its states and codes stay. The key goes with the person's last referral. */
@Timer('purge-referral_person')
export class PurgeReferrals extends PurgeTimer {
  protected readonly kind = 'purge-referral_person';

  protected async purge(tx: Tx, before: Date, rowsMax: number): Promise<number> {
    const { rows, subjectIds } = await purgePersons(tx, before, rowsMax);
    for (const subjectId of subjectIds) destroyKeyLater(tx, subjectId);
    return rows;
  }
}
