import { PageQuery } from '#libs/platform';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { DeliveryState } from '../../domain/delivery.js';
import { deliveryStates } from '../../persistence/delivery-answer.js';

export class DeliveriesFilter extends PageQuery {
  @ApiPropertyOptional({ enum: deliveryStates })
  @IsOptional()
  @IsIn(deliveryStates)
  state?: DeliveryState;
}
