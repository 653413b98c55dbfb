import type { Broker } from '#libs/messaging';
import type { Settings } from './settings.js';

/** What the demonstration and the journeys may do with a hub that runs. */
export interface RunningHub {
  readonly settings: Settings;
  readonly gatewayUrl: string;
  /** Names of all topics. */
  readonly topics: readonly string[];
  token(client: string): Promise<string>;
  openBroker(): Promise<Broker>;
  /** The machine's time, for moving the dates of what is imported. */
  now(): Date;
  /** Moves the time of every service's database forward. */
  moveTime(milliseconds: number): Promise<void>;
  resetTime(): Promise<void>;
  /** kill -9 of a service; the supervisor starts it again. Resolves once it is ready. */
  kill(app: string): Promise<void>;
  print(line: string): void;
}

export interface Step {
  readonly step: string;
  readonly service: string;
  readonly ms: number;
}

export interface DemonstrationResult {
  readonly passed: boolean;
  readonly steps: readonly Step[];
  readonly events: number;
  readonly deliveries: number;
}
