import type { Actor } from '#libs/messaging';
import { ApiAnswer, Caller, IdPipe, Operation, PageQuery, withTag, type Page } from '#libs/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeliveryAnswer, DeliveryPage } from '../../persistence/delivery-answer.js';
import { SubscriptionAnswer, SubscriptionPage } from '../../persistence/subscription-answer.js';
import { DeliveriesFilter } from './read-subscriptions.dto.js';
import { SubscriptionsReader } from './read-subscriptions.query.js';

@ApiTags('Subscriptions')
@Controller('v1/subscriptions')
export class ReadSubscriptionsController {
  constructor(private readonly reader: SubscriptionsReader) {}

  @Get()
  @Operation('listSubscriptions')
  @ApiAnswer(
    { en: 'Subscriptions of my organization', fr: 'Abonnements de mon organisation' },
    SubscriptionPage,
  )
  list(@Caller() actor: Actor, @Query() page: PageQuery): Promise<Page<SubscriptionAnswer>> {
    return this.reader.list(actor, page);
  }

  @Get(':id')
  @Operation('readSubscription')
  @ApiAnswer({ en: 'One subscription', fr: 'Un abonnement' }, SubscriptionAnswer)
  async one(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubscriptionAnswer> {
    return withTag(reply, await this.reader.one(actor, id));
  }

  @Get(':id/deliveries')
  @Operation('listSubscriptionDeliveries')
  @ApiAnswer(
    {
      en: 'Deliveries of one subscription, with every attempt',
      fr: 'Livraisons d’un abonnement, avec chaque tentative',
    },
    DeliveryPage,
  )
  deliveries(
    @Caller() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() filter: DeliveriesFilter,
  ): Promise<Page<DeliveryAnswer>> {
    return this.reader.deliveries(actor, id, filter);
  }
}
