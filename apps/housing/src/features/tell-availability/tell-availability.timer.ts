import { Timer, type TimerHandler, type Tx } from '#libs/messaging';
import {
  availabilityTelling,
  tellAvailability,
  tellOnTheHour,
} from '../../persistence/public-availability.js';

/** Whether there is room in a province, for everyone who asks for public notices. */
@Timer(availabilityTelling)
export class TellAvailability implements TimerHandler {
  async fire(tx: Tx): Promise<void> {
    tellOnTheHour(tx);
    await tellAvailability(tx);
  }
}
