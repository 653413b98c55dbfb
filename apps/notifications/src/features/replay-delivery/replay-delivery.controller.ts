import type { CommandContext } from '#libs/messaging';
import { ApiCreated, Context, IdPipe, Operation } from '#libs/platform';
import { Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DeliveryAnswer } from '../../persistence/delivery-answer.js';
import { ReplayDelivery } from './replay-delivery.command.js';

@ApiTags('Subscriptions')
@Controller('v1/deliveries')
export class ReplayDeliveryController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/replay')
  @Operation('replayDelivery')
  @ApiCreated(
    {
      en: 'Queue a delivery that was given up once more: same event id, new delivery id',
      fr: 'Remettre en file une livraison abandonnée : même événement, nouvelle livraison',
    },
    DeliveryAnswer,
  )
  replay(@Context() context: CommandContext, @Param('id', IdPipe) id: string): Promise<DeliveryAnswer> {
    return this.commands.execute(new ReplayDelivery(context, id));
  }
}
