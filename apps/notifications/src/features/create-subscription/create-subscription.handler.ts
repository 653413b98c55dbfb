import { contracts, type Contract } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import { setDeadline, UnitOfWork } from '#libs/messaging';
import { CONFIG } from '#libs/platform';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { NotificationsConfig } from '../../config.js';
import {
  eventTypeUnknown,
  personLinkedNotForEnforcement,
  tooManySubscriptions,
  urlNotAllowed,
} from '../../domain/refusals.js';
import { nextTelling } from '../../domain/public-notice.js';
import { publicTelling, wants, type Audience } from '../../domain/subscription.js';
import { mayBeSubscribed } from '../../outside/endpoint-guard.js';
import { AliasKeys } from '../../persistence/alias-keys.js';
import { chance } from '../../persistence/chance.js';
import { enforcesLaw } from '../../persistence/known-organizations.js';
import { subscriptionAnswer, type SubscriptionWithSecret } from '../../persistence/subscription-answer.js';
import { Subscriptions } from '../../persistence/subscriptions.repository.js';
import { WebhookSecrets } from '../../persistence/webhook-secrets.js';
import { CreateSubscription } from './create-subscription.command.js';

const subscriptionsAnOrganizationMax = 20;

@CommandHandler(CreateSubscription)
export class CreateSubscriptionHandler implements ICommandHandler<CreateSubscription> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: Subscriptions,
    private readonly secrets: WebhookSecrets,
    private readonly aliases: AliasKeys,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  /** The kept answer holds no secret: a repeated request reads it again from where it lies sealed. */
  async execute({ context, wanted }: CreateSubscription): Promise<SubscriptionWithSecret> {
    const { url, eventTypes, audience } = wanted;
    if (!mayBeSubscribed(url, this.config.local)) throw new Refusal(urlNotAllowed, { pointer: '/url' });
    const unknown = eventTypes.findIndex(
      (wantedType) =>
        !contracts.some((contract) => goesTo(contract, audience) && wants([wantedType], contract.type)),
    );
    if (unknown >= 0) throw new Refusal(eventTypeUnknown, { pointer: `/eventTypes/${unknown}` });
    const { organizationId } = context.actor;
    const answer = await this.unitOfWork.command(context, async (tx) => {
      const existing = await this.subscriptions.count(tx, organizationId);
      if (audience === 'parties' && (await enforcesLaw(tx, organizationId))) refusePersonLinked(eventTypes);
      if (existing >= subscriptionsAnOrganizationMax) throw new Refusal(tooManySubscriptions);
      const row = await this.subscriptions.add(tx, context.mode, [
        { type: 'SubscriptionCreated', organizationId, url, eventTypes, audience },
      ]);
      await this.secrets.make(tx, row);
      if (audience === 'public') {
        await this.aliases.make(tx, row);
        setDeadline(tx, publicTelling, row.id, nextTelling(tx.now, chance()));
      }
      return subscriptionAnswer(row);
    });
    return this.unitOfWork.query(context.actor, async (tx) => ({
      ...answer,
      secret: await this.secrets.newest(tx, answer.id),
    }));
  }
}

/** What is public goes to its parties as well, as any event does. */
function goesTo(contract: Contract, audience: Audience): boolean {
  return contract.audience === audience || (audience === 'parties' && contract.audience === 'public');
}

/** @throws Refusal `subscription/person-linked-refused` (422): R4 */
function refusePersonLinked(eventTypes: readonly string[]): void {
  for (const [index, wanted] of eventTypes.entries()) {
    const personLinked = contracts.filter((one) => one.personLinked && wants([wanted], one.type));
    if (personLinked.length > 0)
      throw new Refusal(personLinkedNotForEnforcement, {
        pointer: `/eventTypes/${index}`,
        facts: { personLinked: personLinked.map(({ type }) => type) },
      });
  }
}
