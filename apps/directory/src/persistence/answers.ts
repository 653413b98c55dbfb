import type { Bilingual } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';
import type { OrganizationRow } from './organization.row.js';
import type { RegionalHubRow } from './regional-hub.row.js';

export class BilingualText implements Bilingual {
  @ApiProperty()
  en!: string;
  @ApiProperty()
  fr!: string;
}

export class OrganizationAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  version!: number;
  @ApiProperty({ type: BilingualText })
  name!: Bilingual;
  @ApiProperty()
  type!: string;
  @ApiProperty({ nullable: true, type: String })
  departmentCode!: string | null;
  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;
}

export class OrganizationPage {
  @ApiProperty({ type: [OrganizationAnswer] })
  items!: OrganizationAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}

export class RegionalHubAnswer {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  version!: number;
  @ApiProperty({ format: 'uuid' })
  organizationId!: string;
  @ApiProperty({ isArray: true, type: String })
  regionCodes!: readonly string[];
}

export class RegionalHubPage {
  @ApiProperty({ type: [RegionalHubAnswer] })
  items!: RegionalHubAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
}

export function organizationAnswer({
  id,
  version,
  name,
  type,
  departmentCode,
  registeredAt,
}: OrganizationRow): OrganizationAnswer {
  return { id, version, name, type, departmentCode, registeredAt: registeredAt.toISOString() };
}

export function regionalHubAnswer({
  id,
  version,
  organizationId,
  regionCodes,
}: RegionalHubRow): RegionalHubAnswer {
  return { id, version, organizationId, regionCodes };
}
