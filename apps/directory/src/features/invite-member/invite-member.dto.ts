import { roles, type Role } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';

export class InviteMemberBody {
  @ApiProperty({ format: 'uuid', description: 'As in its tokens / Comme dans ses jetons' })
  @IsUUID()
  memberId!: string;

  @ApiProperty({ enum: roles, description: 'R65' })
  @IsIn(roles)
  role!: Role;
}
