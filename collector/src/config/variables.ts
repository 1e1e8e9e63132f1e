import {
  DEFAULT_MODEM_PRESET,
  isModemPreset,
  modemPresetNames,
  type ModemPresetName,
} from '@mesh-observatory/contract/modem-presets';
import type { z } from 'zod';
import {
  brokerUrl,
  channelKeys,
  choice,
  commaList,
  decimal,
  flag,
  integer,
  nodeList,
  simulation,
  text,
} from './parsers.js';

/** One setting: how it is read, what it means, its default. */
export interface Variable<T = unknown> {
  readonly schema: z.ZodType<T, string>;
  readonly description: string;
  /** Written as in the environment; shown in the documentation and parsed like any other value. */
  readonly default?: string;
  /** An earlier name; still read, with a warning that names the new one. */
  readonly formerly?: string;
  /** Secrets can also come from a file (`<NAME>_FILE`) and never appear in messages. */
  readonly secret?: true;
}

const define = <T>(schema: z.ZodType<T, string>, description: string, fallback?: string): Variable<T> => ({
  schema,
  description,
  ...(fallback === undefined ? {} : { default: fallback }),
});
const secret = <T>(schema: z.ZodType<T, string>, description: string): Variable<T> => ({
  schema,
  description,
  secret: true,
});

const renamed = <T>(formerly: string, variable: Variable<T>): Variable<T> => ({ ...variable, formerly });

const retention = (what: string) =>
  define(decimal(0.04, 36_500), `Days to keep ${what}; default: \`DATA_RETENTION_DAYS\`.`);

/** Every environment variable, grouped as the documentation shows them. */
export const variableGroups = {
  'MQTT broker': {
    MQTT_BROKER: define(
      brokerUrl(),
      'Broker to read from: `host`, `host:port` or a URL (`mqtt://`, `mqtts://`, `ws://`, `wss://`). Unset and without `EMBEDDED_BROKER`: a simulated mesh.',
    ),
    MQTT_USERNAME: define(text(), 'User name at the broker.'),
    MQTT_PASSWORD: secret(text(), 'Password at the broker.'),
    MQTT_TOPIC: define(
      commaList(),
      'Root topics, comma-separated (`msh/EU_868`), or full MQTT filters (`msh/EU_868/2/e/LongFast/#`). A root becomes the narrowest filters for the channels and kinds below; `msh/#` is subscribed to only when written out. What can match nothing, such as `msh/US/2`, is refused.',
      'msh,msh/+',
    ),
    MQTT_CHANNELS: define(
      commaList(),
      'Subscribe to these channel names only; default: all. For root topics: full filters are used as they are.',
    ),
    MQTT_KINDS: define(
      commaList().refine(
        (kinds) => kinds.every((kind) => ['e', 'json', 'map', 'stat'].includes(kind)),
        'must be a list of e, json, map, stat',
      ),
      'Kinds of topics: `e` packets, `json` firmware JSON, `map` map reports, `stat` old gateway status.',
      'e,json,map,stat',
    ),
    MQTT_USE_TLS: define(flag(), 'Use TLS (the same as a `mqtts://` URL).', 'false'),
    MQTT_CA_FILE: define(text(), 'PEM file of the certificate authority that signed the broker certificate.'),
    MQTT_CERT_FILE: define(text(), 'PEM file of the client certificate (mutual TLS).'),
    MQTT_KEY_FILE: define(text(), 'PEM file of the client key (mutual TLS).'),
    MQTT_TLS_INSECURE: define(
      flag(),
      'Accept any broker certificate. For tests only: anyone in between can read and change the traffic.',
      'false',
    ),
    MQTT_CLIENT_ID: define(text(), 'MQTT client id. Default: generated once and kept in the database.'),
    MQTT_QOS: define(integer(0, 1), 'Quality of service of the subscription.', '1'),
    MQTT_PROTOCOL_VERSION: define(choice(['5', '3.1.1']), 'MQTT version; 3.1.1 for brokers without MQTT 5.', '5'),
    MQTT_PRESENCE_TOPIC: define(
      text(),
      'Publish `online`/`offline` (retained, with a last will) of this collector to this topic.',
    ),
  },
  'Embedded broker': {
    EMBEDDED_BROKER: define(
      flag(),
      'Run a small MQTT broker (3.1.1) inside the collector; gateways connect to it directly.',
      'false',
    ),
    EMBEDDED_BROKER_HOST: define(text(), 'Address the embedded broker listens on.', '127.0.0.1'),
    EMBEDDED_BROKER_PORT: define(integer(0, 65_535), 'Port of the embedded broker; 0 = any free port.', '1883'),
    EMBEDDED_BROKER_USERNAME: define(text(), 'User name gateways must give; required beyond loopback.'),
    EMBEDDED_BROKER_PASSWORD: secret(text(), 'Password gateways must give; required beyond loopback.'),
  },
  'Channels and privacy': {
    CHANNEL_KEYS: secret(
      channelKeys(),
      'Channel keys as `name:base64`, comma-separated; several keys may share a name. The default key (`AQ==`) is always tried.',
    ),
    STORE_TEXT: define(
      choice(['channels', 'all', 'none', 'true', 'false']),
      'Which texts are stored: `channels` = broadcasts on a channel whose key is known, `all` = also direct messages readable with a channel key, `none` = no text at all. (`true` = channels, `false` = none.)',
      'channels',
    ),
    STORE_HEALTH_TELEMETRY: define(
      flag(),
      'Store personal health telemetry (heart rate, SpO2, body temperature).',
      'false',
    ),
    RESPECT_OK_TO_MQTT: define(
      flag(),
      'Drop packets whose sender did not allow MQTT (its "OK to MQTT" bit is off).',
      'false',
    ),
  },
  Database: {
    DATABASE_PATH: define(
      text(),
      'SQLite file. Default: `data/mesh.db`, or `data/simulation.db` for the simulated mesh.',
    ),
    DATA_RETENTION_DAYS: define(decimal(0.04, 36_500), 'Days to keep raw data.', '30'),
    DATA_RETENTION_DAYS_PACKETS: retention('packets and receptions'),
    DATA_RETENTION_DAYS_POSITIONS: retention('positions'),
    DATA_RETENTION_DAYS_TELEMETRY: retention('telemetry'),
    DATA_RETENTION_DAYS_MESSAGES: retention('messages'),
    DATA_RETENTION_DAYS_TRACEROUTES: retention('traceroutes'),
    DATA_RETENTION_DAYS_LINKS: retention('links not seen again'),
    DATA_RETENTION_DAYS_EVENTS: retention('events'),
    DATA_RETENTION_DAYS_TRAFFIC: retention('traffic counts'),
    ROLLUP_RETENTION_DAYS: define(
      decimal(1, 36_500),
      'Days to keep hourly rollups, and nodes and gateways that are not heard again.',
      '365',
    ),
    DATABASE_MAX_MB: define(
      integer(0, 10_000_000).refine(
        (value) => value === 0 || value >= 10,
        'must be 0 or a whole number of at least 10',
      ),
      'Maximum database size in MB; the oldest data is deleted first. 0 = no limit, otherwise at least 10.',
      '0',
    ),
    UNDECRYPTED_MAX_MB: define(
      integer(0, 1_000_000),
      'Maximum size in MB of the messages that no key decrypts, which are kept so that `redecode` can decode them once their key is known; the oldest are deleted first, at the latest with their packets. 0 = none is kept, as with `STORE_TEXT=none`.',
      '100',
    ),
    DATABASE_BACKUP_ENABLED: renamed('DB_BACKUP_ENABLED', define(flag(), 'Create backups on a schedule.', 'false')),
    DATABASE_BACKUP_INTERVAL_HOURS: renamed(
      'DB_BACKUP_INTERVAL_HOURS',
      define(decimal(0.1, 8760), 'Hours between backups.', '24'),
    ),
    DATABASE_BACKUP_KEEP: renamed('DB_BACKUP_KEEP', define(integer(1, 1000), 'Backups to keep.', '7')),
    DATABASE_BACKUP_DIRECTORY: renamed(
      'DB_BACKUP_DIRECTORY',
      define(text(), 'Folder for backups. Default: `backups` beside the database.'),
    ),
    DATABASE_SYNCHRONOUS: renamed(
      'DB_SYNCHRONOUS',
      define(
        choice(['full', 'normal']),
        '`full`: a power failure loses nothing that was acknowledged. `normal`: it loses at most the last seconds, with fewer writes.',
        'full',
      ),
    ),
    DATABASE_ON_CORRUPTION: renamed(
      'DB_ON_CORRUPTION',
      define(
        choice(['refuse', 'quarantine']),
        'What to do with a damaged file at start: refuse to start, or rename it and create a new one.',
        'refuse',
      ),
    ),
  },
  Ingestion: {
    INGEST_QUEUE_SIZE: renamed(
      'MQTT_QUEUE_SIZE',
      define(
        integer(100, 1_000_000),
        'Maximum messages waiting for the database; beyond it QoS 0 messages of low priority are dropped.',
        '10000',
      ),
    ),
    BATCH_SIZE: define(integer(1, 5000), 'Maximum messages per transaction.', '500'),
    BATCH_INTERVAL_MS: define(
      integer(0, 60_000),
      'Minimum interval between commits; 0 = commit what one socket read brought (natural group commit). 1000 spares an SD card.',
      '0',
    ),
    ENABLE_GEO_FILTER: define(flag(), 'Store only nodes inside the box below.', 'false'),
    GEO_NORTH: define(decimal(-90, 90), 'Northern edge, degrees.'),
    GEO_SOUTH: define(decimal(-90, 90), 'Southern edge, degrees.'),
    GEO_EAST: define(decimal(-180, 180), 'Eastern edge, degrees; may be less than the western edge (date line).'),
    GEO_WEST: define(decimal(-180, 180), 'Western edge, degrees.'),
    NODE_ALLOW: define(
      nodeList(),
      'Store only these nodes, comma-separated ids. A node is followed when an upgrade gives it another number.',
    ),
    NODE_DENY: define(
      nodeList(),
      'Never store these nodes, comma-separated ids, nor under former and later numbers that are known. The later number of a node that was never stored is not known.',
    ),
    RECORD_DIR: define(
      text(),
      'Folder to record every message in as the broker delivered it, for `replay` and bug reports. It holds all texts and positions. Default: nothing is recorded.',
    ),
    RECORD_MAX_MB: define(
      integer(1, 1_000_000),
      'Maximum size of all recordings in MB; the oldest are deleted first.',
      '100',
    ),
    NODE_RATE_LIMIT: define(
      integer(0, 100_000),
      'Maximum packets per node and minute before the node is ignored for a while; 0 = no limit. Texts, alerts and traceroutes are exempt.',
      '300',
    ),
  },
  Radio: {
    MODEM_PRESET: define(
      text().refine(
        (value): value is ModemPresetName => isModemPreset(value),
        `must be one of ${modemPresetNames.join(', ')}`,
      ),
      'Modem preset of the mesh, while no node says another in a map report. It decides which signal is weak and how long a packet occupies the channel.',
      DEFAULT_MODEM_PRESET,
    ),
    REGION: define(
      text().refine((value) => /^[A-Z0-9_]{2,16}$/.test(value), 'must be a region such as EU_868'),
      'Region of the mesh (`EU_868`), while no node says another in a map report. It decides about the duty cycle in graphs.',
    ),
  },
  'HTTP, live stream and metrics': {
    PORT: define(integer(0, 65_535), 'Port of REST, live stream and metrics; 0 = any free port.', '8080'),
    HOST: define(text(), 'Address to listen on. Beyond loopback an `API_TOKEN` is required.', '127.0.0.1'),
    API_TOKEN: secret(
      text().refine((value) => value.length >= 16, 'must have at least 16 characters'),
      'Bearer token, required for everything but `/healthz`.',
    ),
    HTTP_ALLOW_ANONYMOUS: define(
      flag(),
      'Allow listening beyond loopback without a token: anyone may read, only this machine may start and stop ingestion.',
      'false',
    ),
    HTTP_TRUSTED_HOPS: define(
      integer(0, 10),
      'Proxies between viewers and the collector that append to `X-Forwarded-For`: 1 is Grafana alone, 2 is Grafana behind a reverse proxy. Each viewer has limits of his own; believed only from requests with the token.',
      '1',
    ),
    CORS_ORIGINS: define(
      commaList(),
      'Origins whose pages may call the API and the live stream, comma-separated; default: none.',
    ),
    WS_MAX_CLIENTS: define(integer(1, 10_000), 'Maximum simultaneous live stream connections.', '100'),
    METRICS_MAX_NODES: define(
      integer(1, 100_000),
      'Maximum nodes exported at `/metrics`, most recently heard first.',
      '2000',
    ),
  },
  Process: {
    CONFIG_FILE: define(
      text(),
      'YAML file for several brokers and channels; environment variables win over its `settings`.',
    ),
    LOG_LEVEL: define(choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace']), 'Log level.', 'info'),
    LOG_FORMAT: define(choice(['auto', 'json', 'pretty']), '`auto`: readable on a terminal, JSON elsewhere.', 'auto'),
    SIMULATE: define(
      simulation(),
      'Simulated mesh: `true`, `false`, or `nodes=60,speed=1,seed=1,history=6`. Default: only when no broker is configured.',
    ),
  },
} as const;

type Groups = typeof variableGroups;
type Merged = { [G in keyof Groups]: Groups[G] }[keyof Groups] extends infer U
  ? (U extends unknown ? (group: U) => void : never) extends (group: infer I) => void
    ? I
    : never
  : never;

/** All variables by name. */
export const variables = Object.assign({}, ...Object.values(variableGroups)) as Merged;
export type VariableName = keyof Merged;
type ValueOf<V> = V extends Variable<infer T> ? T : never;
/** Parsed values; `undefined` where nothing was given and there is no default. */
export type Settings = { readonly [N in VariableName]: ValueOf<Merged[N]> | undefined };
