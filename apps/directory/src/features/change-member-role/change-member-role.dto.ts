import { roles, type Role } from '#libs/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class ChangeMemberRoleBody {
  @ApiProperty({ enum: roles, description: 'R65' })
  @IsIn(roles)
  role!: Role;
}
