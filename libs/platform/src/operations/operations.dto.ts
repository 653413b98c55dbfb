import { IsString, Length } from 'class-validator';

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
