import { IsId } from '#libs/platform';
import { roles, type Role } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class InviteMemberBody {
  @ApiProperty({ format: 'uuid', description: 'As in its tokens / Comme dans ses jetons' })
  @IsId()
  memberId!: string;

  @ApiProperty({ enum: roles, description: 'R65' })
  @IsIn(roles)
  role!: Role;
}
