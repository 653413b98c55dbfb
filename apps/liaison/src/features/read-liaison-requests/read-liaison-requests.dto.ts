import { PageQuery } from '#libs/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { RequestAnswer } from '../../persistence/request-answer.js';

const states = [
  'submitted',
  'acknowledged',
  'triaged',
  'with_departments',
  'consolidating',
  'answered',
  'closed_confirmed',
  'closed_no_reply',
  'declined',
  'withdrawn',
];

export class RequestsFilter extends PageQuery {
  @ApiPropertyOptional({ enum: states })
  @IsOptional()
  @IsIn(states)
  state?: string;

  @ApiPropertyOptional({
    enum: ['me'],
    description: 'Only what waits for your organization / Seulement ce qui attend votre organisation',
  })
  @IsOptional()
  @IsIn(['me'])
  waiting?: 'me';
}

export class RequestPage {
  @ApiProperty({ type: [RequestAnswer] })
  items!: RequestAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}

export class TimelineStep {
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ description: 'Event type / Type d’événement' })
  type!: string;
  @ApiProperty({ description: 'What happened / Ce qui s’est passé' })
  label!: { en: string; fr: string };
  @ApiProperty({ description: 'Who was awaited from then on / Qui était attendu dès lors' })
  waitingOn!: string;
  @ApiProperty({
    description:
      'Seconds until the next step, or until now / Secondes jusqu’à l’étape suivante, ou jusqu’à maintenant',
  })
  waitedSeconds!: number;
}

export class TimelineAnswer {
  @ApiProperty({ type: [TimelineStep] })
  items!: TimelineStep[];
  @ApiProperty({ description: 'Seconds spent waiting on each / Secondes d’attente par acteur' })
  waitedSecondsOn!: Record<string, number>;
}
