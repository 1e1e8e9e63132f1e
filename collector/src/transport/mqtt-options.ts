import { createSecureContext, type ConnectionOptions } from 'node:tls';
import type { IClientOptions } from 'mqtt';
import { EXIT, FatalError } from '../errors.js';
import { filterMistake } from './mqtt-filter.js';

export interface MqttTlsOptions {
  /** Use TLS also with a `mqtt://` or `ws://` URL. */
  readonly enabled: boolean;
  /** PEM. Replaces the system's authorities. */
  readonly ca?: string | Buffer | undefined;
  /** PEM, for mutual TLS; needs `key`. */
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  /** The name the certificate must show, when it is not the host of the URL. */
  readonly servername?: string | undefined;
  /** Accept any certificate. Warned about at every start. */
  readonly insecure?: boolean | undefined;
}

export interface MqttSourceOptions {
  /** Name of the connection in logs, status and `RawMessage.broker`. `default` is the one configured by environment. */
  readonly name: string;
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. Credentials in it are used when none are given, and never shown. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly tls: MqttTlsOptions;
  /** Must stay the same from start to start: the broker keeps the session under it. */
  readonly clientId: string;
  readonly protocolVersion: 4 | 5;
  readonly qos: 0 | 1;
  /** Valid MQTT filters (see `subscriptionFilters`). */
  readonly filters: readonly string[];
  /** Filters of the previous start: those that are no longer configured are unsubscribed from the kept session. */
  readonly previousFilters?: readonly string[] | undefined;
  /** How long the broker keeps our session (MQTT 5). Default 14 days. */
  readonly sessionExpirySeconds?: number | undefined;
  /** Messages without an acknowledgement. Default 200. MQTT 5 announces it, 3.1.1 stops reading beyond it. */
  readonly receiveMaximum?: number | undefined;
  /** Default 30. */
  readonly keepaliveSeconds?: number | undefined;
  /** Larger packets stay with the broker (MQTT 5). Default 16384. */
  readonly maximumPacketBytes?: number | undefined;
  /** Topic for `online` / `offline` (retained). Not published when not set. */
  readonly presenceTopic?: string | undefined;
  /** Messages handed over before the event loop gets its turn. Default 256. */
  readonly groupLimit?: number | undefined;
  /** Pauses between attempts in milliseconds. Default 1 s doubling to 30 s, to 60 s while the broker refuses us. */
  readonly backOff?: { readonly firstMs: number; readonly lastMs: number; readonly refusedMs: number } | undefined;
  /** How long `stop` waits for handlers under way. Default 2000 ms. */
  readonly drainMs?: number | undefined;
  /** The source gave up after it had started: another client uses our client id. */
  readonly onFatal: (error: FatalError) => void;
}

const FOURTEEN_DAYS_SECONDS = 14 * 86_400;
const CONNECT_TIMEOUT_MS = 15_000;

/** Options with every default filled in. */
export function resolveOptions(options: MqttSourceOptions) {
  return {
    ...options,
    sessionExpirySeconds: options.sessionExpirySeconds ?? FOURTEEN_DAYS_SECONDS,
    receiveMaximum: options.receiveMaximum ?? 200,
    keepaliveSeconds: options.keepaliveSeconds ?? 30,
    maximumPacketBytes: options.maximumPacketBytes ?? 16_384,
    groupLimit: options.groupLimit ?? 256,
    backOff: options.backOff ?? { firstMs: 1_000, lastMs: 30_000, refusedMs: 60_000 },
    drainMs: options.drainMs ?? 2_000,
    previousFilters: options.previousFilters ?? [],
    target: parseTarget(options),
  };
}
export type ResolvedOptions = ReturnType<typeof resolveOptions>;

export interface BrokerTarget {
  readonly protocol: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  readonly host: string;
  readonly port: number;
  /** WebSocket path with query. */
  readonly path: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** URL without credentials and query. */
  readonly shown: string;
}

const SECURE = { mqtt: 'mqtts', mqtts: 'mqtts', ws: 'wss', wss: 'wss' } as const;
const DEFAULT_PORT = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;

function parseTarget({ name, url, username, password, tls }: MqttSourceOptions): BrokerTarget {
  const wrong = (why: string) =>
    new FatalError('mqtt_url', `The URL of broker ${JSON.stringify(name)} ${why}`, EXIT.usage);
  if (!URL.canParse(url)) throw wrong('is not a URL: allowed is for example mqtt://broker.example:1883');
  const parsed = new URL(url);
  const scheme = parsed.protocol.slice(0, -1).toLowerCase();
  if (scheme !== 'mqtt' && scheme !== 'mqtts' && scheme !== 'ws' && scheme !== 'wss') {
    throw wrong(`begins with ${JSON.stringify(parsed.protocol)}: allowed are mqtt:, mqtts:, ws: and wss:`);
  }
  if (parsed.hostname === '') throw wrong('has no host');
  const protocol = tls.enabled ? SECURE[scheme] : scheme;
  const port = parsed.port === '' ? DEFAULT_PORT[protocol] : Number(parsed.port);
  const webSocket = protocol === 'ws' || protocol === 'wss';
  const fromUrl = (text: string) => (text === '' ? undefined : decodeURIComponent(text));
  return {
    protocol,
    port,
    // The resolver takes an IPv6 address without brackets, a WebSocket URL needs them.
    host: webSocket ? parsed.hostname : parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    path: `${parsed.pathname === '' ? '/' : parsed.pathname}${parsed.search}`,
    username: username ?? fromUrl(parsed.username),
    password: password ?? fromUrl(parsed.password),
    shown: `${protocol}://${parsed.hostname}:${port}${webSocket ? parsed.pathname : ''}`,
  };
}

/** Throws FatalError for mistakes that retrying cannot fix. */
export function checkOptions(options: MqttSourceOptions): void {
  const broker = JSON.stringify(options.name);
  const fail = (code: string, message: string, cause?: unknown): never => {
    throw new FatalError(code, message, EXIT.usage, [], { cause });
  };
  if (options.clientId === '') fail('mqtt_client_id', `Broker ${broker}: the MQTT client id is empty`);
  if (options.filters.length === 0) fail('mqtt_topics', `Broker ${broker}: there is nothing to subscribe to`);
  for (const filter of options.filters) {
    const mistake = filterMistake(filter);
    if (mistake !== undefined) fail('mqtt_topics', `Broker ${broker}: topic ${JSON.stringify(filter)} ${mistake}`);
  }
  const { ca, cert, key } = options.tls;
  // Node.js accepts any text as a CA and then trusts no certificate.
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    fail('mqtt_tls', `Broker ${broker}: the CA contains no PEM certificate`);
  }
  try {
    createSecureContext({ ca, cert, key });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    fail('mqtt_tls', `Broker ${broker}: the CA, client certificate or key is not usable PEM (${why})`, error);
  }
}

/** Options of MQTT.js for one connection. A new object each time: MQTT.js writes into it. */
export function clientOptions(options: ResolvedOptions): IClientOptions {
  const { target, tls } = options;
  const secure = target.protocol === 'mqtts' || target.protocol === 'wss';
  return {
    protocol: target.protocol,
    host: target.host,
    hostname: target.host,
    port: target.port,
    path: target.path,
    clientId: options.clientId,
    ...(target.username === undefined ? {} : { username: target.username }),
    ...(target.password === undefined ? {} : { password: target.password }),
    protocolVersion: options.protocolVersion,
    clean: false,
    keepalive: options.keepaliveSeconds,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Each connection is a client of its own, and connecting again is our business: an acknowledgement of an old
    // connection then cannot reach a new one, and a refused CONNACK is not the end.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
    ...(options.protocolVersion === 5 && {
      // Without an expiry a MQTT 5 session ends with its connection, whatever the value of `clean`.
      properties: {
        sessionExpiryInterval: options.sessionExpirySeconds,
        receiveMaximum: options.receiveMaximum,
        maximumPacketSize: options.maximumPacketBytes,
      },
    }),
    ...(options.presenceTopic !== undefined && {
      will: { topic: options.presenceTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
    }),
    ...(secure && tlsOptions(tls)),
  };
}

function tlsOptions({ ca, cert, key, servername, insecure }: MqttTlsOptions): IClientOptions {
  return {
    rejectUnauthorized: insecure !== true,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    // MQTT.js passes the name on to TLS, but not to WebSockets.
    ...(servername === undefined ? {} : { servername, wsOptions: webSocketOptions(servername) }),
  };
}

/** `ws` passes unknown options to tls.connect; its types lack them. */
function webSocketOptions(servername: string): NonNullable<IClientOptions['wsOptions']> {
  const options: ConnectionOptions = { servername };
  return { ...options };
}
