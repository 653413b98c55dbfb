import type { Broker } from '#libs/messaging';

/** What the demonstration and the journeys may do with a hub that runs. */
export interface RunningHub {
  readonly gatewayUrl: string;
  /** Names of all topics. */
  readonly topics: readonly string[];
  token(client: string): Promise<string>;
  openBroker(): Promise<Pick<Broker, 'subscribe' | 'close'>>;
  /** New ones: a partner system that is party to the story, and one that is party to nothing. */
  receivers(): { readonly partner: Receiver; readonly stranger: Receiver };
  /** The machine's time, for moving the dates of what is imported. */
  now(): Date;
  /** Moves the time of every service's database forward. */
  moveTime(milliseconds: number): Promise<void>;
  resetTime(): Promise<void>;
  print(line: string): void;
}

export interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
}

/** A partner's endpoint for webhooks, where the hub can reach it. */
export interface Receiver {
  readonly url: string;
  /** What it was sent, and could verify. */
  readonly deliveries: readonly Delivery[];
  useSecret(secret: string): void;
  start(): Promise<void>;
  stop(): Promise<void>;
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
