import { readIdentityConfig, Reading, type IdentityConfig } from '#libs/platform/http';

export const services = [
  'directory',
  'consents',
  'liaison',
  'referrals',
  'housing',
  'notifications',
] as const;
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
  /** Requests a minute of one member; of all members of an organization; of an address without a valid token. */
  readonly requestsAMinuteMax: {
    readonly member: number;
    readonly organization: number;
    readonly address: number;
  };
  /** Open connections of one address. */
  readonly connectionsMax: number;
  /** Until the headers of a request are there; until all of it is; until its answer has been taken. */
  readonly milliseconds: { readonly headers: number; readonly request: number; readonly exchange: number };
  /** Addresses or networks of what ends TLS in front of the gateway: what they say of a caller’s address is believed. */
  readonly trustedProxies: readonly string[];
}

const defaults = {
  memberRequests: 1_200,
  organizationRequests: 6_000,
  addressRequests: 600,
  connections: 256,
  headersSeconds: 10,
  requestSeconds: 20,
  // Longer than a feed may wait for an event, and a service for its database.
  exchangeSeconds: 60,
};

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
      consents: url('consents'),
      liaison: url('liaison'),
      referrals: url('referrals'),
      housing: url('housing'),
      notifications: url('notifications'),
    },
    documents: read.text('DOCUMENTS', 'the folder of openapi.json and asyncapi.json', 'docs'),
    requestsAMinuteMax: {
      member: read.count('MEMBER_REQUESTS_A_MINUTE_MAX', 'requests', defaults.memberRequests),
      organization: read.count(
        'ORGANIZATION_REQUESTS_A_MINUTE_MAX',
        'requests',
        defaults.organizationRequests,
      ),
      address: read.count('ADDRESS_REQUESTS_A_MINUTE_MAX', 'requests', defaults.addressRequests),
    },
    connectionsMax: read.count('ADDRESS_CONNECTIONS_MAX', 'connections', defaults.connections),
    milliseconds: {
      headers: read.seconds('HEADERS_SECONDS_MAX', defaults.headersSeconds) * 1_000,
      request: read.seconds('REQUEST_SECONDS_MAX', defaults.requestSeconds) * 1_000,
      exchange: read.seconds('EXCHANGE_SECONDS_MAX', defaults.exchangeSeconds) * 1_000,
    },
    trustedProxies: read
      .text('TRUSTED_PROXIES', 'addresses or networks, separated by commas', '')
      .split(',')
      .filter((address) => address !== ''),
  });
}
