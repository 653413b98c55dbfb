import {
  ConsentsHeartbeat,
  GrantChanged,
  GrantEnded,
  GrantGiven,
  LegalExceptionEnded,
  LegalExceptionRecorded,
} from '#libs/contracts';
import { EventContext, On, type HubEvent } from '#libs/messaging';
import { Controller, Inject, Optional } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { forget, hearHeartbeat, keep, notePlace } from './read-model.js';
import { WhenConsentShrinks } from './when-consent-shrinks.js';

/** Grants and legal exceptions as `consents` tells them, kept in the app that lists this among its controllers. */
@Controller()
export class KeepConsents {
  constructor(
    @Optional() @Inject(WhenConsentShrinks) private readonly whenConsentShrinks?: WhenConsentShrinks,
  ) {}

  @On(GrantGiven)
  async given(@Payload() event: HubEvent<typeof GrantGiven>, @Ctx() { tx }: EventContext): Promise<void> {
    const { subject: id, mode, data } = event;
    await keep(tx, { id, mode, ...data, recipients: data.recipientOrganizationIds });
    await notePlace(tx, event);
  }

  /** The whole remaining state comes along: it replaces what was known. */
  @On(GrantChanged)
  async changed(@Payload() event: HubEvent<typeof GrantChanged>, @Ctx() { tx }: EventContext): Promise<void> {
    const { subject: id, mode, data } = event;
    await keep(tx, { id, mode, ...data, recipients: data.recipientOrganizationIds });
    await notePlace(tx, event);
    await this.whenConsentShrinks?.shrunk(tx, { ...data, consentRef: id, reason: 'withdrawn' });
  }

  @On(LegalExceptionRecorded)
  async recorded(
    @Payload() event: HubEvent<typeof LegalExceptionRecorded>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    const { subject: id, mode, data } = event;
    await keep(tx, {
      id,
      mode,
      ...data,
      recipients: [data.recipientOrganizationId],
      purposes: [data.purpose],
    });
    await notePlace(tx, event);
  }

  @On(GrantEnded, LegalExceptionEnded)
  async ended(
    @Payload() event: HubEvent<typeof GrantEnded | typeof LegalExceptionEnded>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    await forget(tx, event.subject);
    await notePlace(tx, event);
    await this.whenConsentShrinks?.shrunk(tx, { ...event.data, consentRef: event.subject });
  }

  @On(ConsentsHeartbeat)
  heartbeat(
    @Payload() { data }: HubEvent<typeof ConsentsHeartbeat>,
    @Ctx() { tx }: EventContext,
  ): Promise<void> {
    return hearHeartbeat(tx, data);
  }
}
