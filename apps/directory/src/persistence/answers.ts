import { roles, type Bilingual, type Role } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';
import type { Standing } from '../domain/organization.js';
import type { MembershipRow } from './membership.row.js';
import type { OrganizationRow } from './organization.row.js';
import type { RegionalHubRow } from './regional-hub.row.js';

const standings: readonly Standing[] = ['applied', 'vetted', 'agreement', 'active', 'suspended', 'ended'];

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
  @ApiProperty({ enum: standings, description: 'R65' })
  standing!: Standing;
  @ApiProperty({ nullable: true, type: String, format: 'date-time' })
  agreementUntil!: string | null;
  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;
}

export class MemberAnswer {
  @ApiProperty({ format: 'uuid', description: 'As in its tokens / Comme dans ses jetons' })
  id!: string;
  @ApiProperty()
  version!: number;
  @ApiProperty({ enum: ['active', 'removed'] })
  status!: 'active' | 'removed';
  @ApiProperty({ enum: roles, description: 'R65' })
  role!: Role;
}

export class MemberPage {
  @ApiProperty({ type: [MemberAnswer] })
  items!: MemberAnswer[];
  @ApiProperty({ nullable: true, type: String })
  next!: string | null;
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
  standing,
  agreementUntil,
  registeredAt,
}: OrganizationRow): OrganizationAnswer {
  return {
    id,
    version,
    name,
    type,
    departmentCode,
    standing,
    agreementUntil: agreementUntil?.toISOString() ?? null,
    registeredAt: registeredAt.toISOString(),
  };
}

export function memberAnswer({ memberId, version, status, role }: MembershipRow): MemberAnswer {
  return { id: memberId, version, status, role };
}

export function regionalHubAnswer({
  id,
  version,
  organizationId,
  regionCodes,
}: RegionalHubRow): RegionalHubAnswer {
  return { id, version, organizationId, regionCodes };
}
