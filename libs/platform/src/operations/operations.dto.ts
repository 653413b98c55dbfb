import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsId } from '../ids.js';
import { IsTime } from '../times.js';

const charactersMax = 500;

/** Which parked key, and why an operator acts on it; the reason stands in the audit. */
export class ParkedKeyBody {
  @IsString()
  @Length(1, charactersMax)
  topic!: string;

  @IsString()
  @Length(0, charactersMax)
  key!: string;

  @IsString()
  @Length(3, charactersMax)
  reason!: string;
}

/** Why an operator acts; it stands in the audit. */
export class ReasonBody {
  @IsString()
  @Length(3, charactersMax)
  reason!: string;
}

const versionMax = 2_147_483_647;

/** Events of one aggregate (`key`, versions), or of a time (`from`, `to`), or all of a topic. */
export class ReplayBody extends ReasonBody {
  @IsString()
  @Length(1, charactersMax)
  topic!: string;

  @IsOptional()
  @IsId()
  key?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(versionMax)
  fromVersion?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(versionMax)
  toVersion?: number;

  @IsOptional()
  @IsTime()
  from?: string;

  @IsOptional()
  @IsTime()
  to?: string;
}
