import { contractOf, contracts, DeliveryDeadLettered, type Contract } from '#libs/contracts';
import { EventContext, On, sequenceText, type HubEvent, type Tx } from '#libs/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { coarse } from '../../domain/public-notice.js';
import { Deliveries } from '../../persistence/deliveries.js';
import { addToFeeds, type OutwardEvent, type Told } from '../../persistence/feed.js';
import { setAside } from '../../persistence/waiting-notices.js';

const goingOut: readonly Contract[] = contracts.filter((contract) => contract.audience !== 'apps');

/**
 * Every event that organizations may hear of: into the feed of each party, and into the queue of its subscriptions; what is
 * public is put aside for the subscriptions to public notices.
 */
@Controller()
export class HearEvents {
  constructor(private readonly deliveries: Deliveries) {}

  @On(...goingOut)
  hear(@Payload() event: HubEvent, @Ctx() { tx }: EventContext): void {
    const contract = contractOf(event.type)!;
    const { notice } = contract;
    const personLinked = contract.personLinked ?? event.consentRef !== undefined;
    if (event.parties.length > 0)
      tx.gather({ organizations: event.parties, event: outwardOf(event, contract), personLinked }, this.tell);
    if (notice && !personLinked) tx.gather({ ...coarse(event, notice), mode: event.mode }, setAside);
  }

  private readonly tell = async (tx: Tx, told: readonly Told[]): Promise<void> => {
    // A notice about a notice that cannot be delivered would go on for ever: the feed tells it.
    await this.deliveries.queue(
      tx,
      told.filter(({ event }) => event.type !== DeliveryDeadLettered.type),
    );
    addToFeeds(tx, told);
  };
}

/**
 * What a party gets: no trace, no consent, no list of the other parties, nothing of how the hub correlates (messaging.md 18);
 * of the data what the contract declares, since a newer writer may send more than this hub's contracts let out.
 */
function outwardOf(event: HubEvent, { data }: Contract): OutwardEvent {
  return {
    specversion: '1.0',
    id: event.id,
    type: event.type,
    source: `/${event.type.split('.')[0]}`,
    subject: event.subject,
    time: event.time.toISOString(),
    sequence: sequenceText(event.sequence),
    mode: event.mode,
    datacontenttype: 'application/json',
    data: Object.fromEntries(Object.entries(event.data).filter(([field]) => field in data.properties)),
  };
}
