import type { Bilingual } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';

class Sentence implements Bilingual {
  @ApiProperty()
  en!: string;
  @ApiProperty()
  fr!: string;
}

export class AccessAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ type: Sentence, description: 'As the person is told / Tel qu’on le dit à la personne' })
  sentence!: Bilingual;
  @ApiProperty({ enum: ['read', 'written'] })
  action!: 'read' | 'written';
  @ApiProperty()
  recordType!: string;
  @ApiProperty({ format: 'uuid' })
  recordId!: string;
  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: String,
    description:
      'Its name stands at /v1/organizations/{id}; null: the hub itself / Son nom se trouve à /v1/organizations/{id}; null : le carrefour même',
  })
  organizationId!: string | null;
  @ApiProperty({ nullable: true, type: String })
  organizationType!: string | null;
  @ApiProperty({ nullable: true, type: String })
  role!: string | null;
  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: String,
    description: 'Consent or legal exception / Consentement ou exception légale',
  })
  consentRef!: string | null;
}

export class AccessPage {
  @ApiProperty({ type: [AccessAnswer] })
  items!: AccessAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}
