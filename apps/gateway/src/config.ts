import { readIdentityConfig, Reading, type IdentityConfig } from '#libs/platform/http';

export const services = ['directory', 'liaison', 'referrals', 'housing', 'notifications'] as const;
export type Service = (typeof services)[number];

export interface GatewayConfig {
  readonly app: 'gateway';
  readonly port: number;
  readonly host: string;
  readonly identity: IdentityConfig;
  readonly logLevel: string;
  readonly local: boolean;
  /** Base URL of each service. */
  readonly urls: Readonly<Record<Service, string>>;
  /** Folder of openapi.json and asyncapi.json. */
  readonly documents: string;
  /** Requests a minute that one member, or one address without a token, may make. */
  readonly requestsAMinuteMax: number;
}

const requestsAMinuteDefault = 1_200;

/** @throws ConfigurationFaults */
export function readConfig(read = new Reading(process.env)): GatewayConfig {
  const url = (service: Service) =>
    read.url(`${service.toUpperCase()}_URL`, `the base URL of ${service}`).replace(/\/$/, '');
  return read.finish({
    app: 'gateway',
    port: read.port('PORT'),
    host: read.text('HOST', 'the address to listen on', '127.0.0.1'),
    identity: readIdentityConfig(read),
    logLevel: read.text('LOG_LEVEL', 'a pino level', 'info'),
    local: read.flag('HUB_LOCAL'),
    urls: {
      directory: url('directory'),
      liaison: url('liaison'),
      referrals: url('referrals'),
      housing: url('housing'),
      notifications: url('notifications'),
    },
    documents: read.text('DOCUMENTS', 'the folder of openapi.json and asyncapi.json', 'docs'),
    requestsAMinuteMax: read.count('REQUESTS_A_MINUTE_MAX', 'requests', requestsAMinuteDefault),
  });
}
