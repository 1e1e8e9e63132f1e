import type { RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import { retentionKinds, type RetentionKind } from '@mesh-observatory/contract/retention-kinds';
import { EXIT, FatalError } from '../errors.js';
import { isLoopback } from '../loopback.js';
import { buildBrokers, type BrokerConfig } from './brokers.js';
import { contradictions, unusedSettings } from './cross-checks.js';
import { parseConfigFile, type ConfigFile } from './file.js';
import { DEFAULT_SIMULATION, type ChannelKeyText, type SimulationSettings } from './parsers.js';
import { readSettings, unreadable, type Environment, type ReadFile } from './read-settings.js';
import type { Settings } from './variables.js';

export type { BrokerConfig } from './brokers.js';

export interface EmbeddedBrokerConfig {
  readonly host: string;
  readonly port: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export interface GeoBox {
  readonly north: number;
  readonly south: number;
  readonly east: number;
  readonly west: number;
}

export type TextPolicy = 'channels' | 'all' | 'none';

/** Every setting, validated; nothing reads the environment after this exists. */
export interface Config {
  readonly brokers: readonly BrokerConfig[];
  readonly embeddedBroker: EmbeddedBrokerConfig | null;
  readonly simulation: SimulationSettings | null;
  readonly channelKeys: readonly ChannelKeyText[];
  readonly text: TextPolicy;
  readonly storeHealthTelemetry: boolean;
  readonly respectOkToMqtt: boolean;
  readonly database: {
    readonly path: string;
    readonly synchronous: 'full' | 'normal';
    readonly onCorruption: 'refuse' | 'quarantine';
    readonly retentionDays: number;
    readonly retentionDaysByKind: Readonly<Partial<Record<RetentionKind, number>>>;
    readonly rollupRetentionDays: number;
    readonly maxBytes: number;
    /** Bound of the messages that no key decrypted; 0 = none is kept. */
    readonly undecryptedMaxBytes: number;
    readonly backup: {
      readonly enabled: boolean;
      readonly intervalHours: number;
      readonly keep: number;
      readonly directory: string | undefined;
    };
  };
  /** Of the mesh, where no node reports anything. */
  readonly radio: RadioSettings;
  readonly ingest: {
    readonly queueSize: number;
    readonly batchSize: number;
    readonly batchIntervalMs: number;
    readonly geoBox: GeoBox | null;
    readonly allow: readonly string[];
    readonly deny: readonly string[];
    readonly rateLimitPerMinute: number;
  };
  /** Where messages are recorded; null: nowhere. */
  readonly recording: { readonly directory: string; readonly maxBytes: number } | null;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly apiToken: string | undefined;
    /** Set on purpose: anyone who reaches the port may read. */
    readonly allowAnonymous: boolean;
    /** Number of proxies that append to X-Forwarded-For. */
    readonly trustedHops: number;
    readonly corsOrigins: readonly string[];
    readonly maxLiveClients: number;
    readonly metricsMaxNodes: number;
  };
  readonly log: { readonly level: string; readonly format: 'auto' | 'json' | 'pretty' };
  /** Sentences about settings that work but should be changed. */
  readonly warnings: readonly string[];
}

/** Checks of settings by the parts that use them; each returns one line per mistake. */
export interface ConfigChecks {
  readonly topics: (brokers: readonly BrokerConfig[]) => readonly string[];
  readonly channelKeys: (keys: readonly ChannelKeyText[]) => readonly string[];
}

const NO_CHECKS: ConfigChecks = { topics: () => [], channelKeys: () => [] };

/**
 * Environment and optional YAML file → Config.
 * @throws FatalError (exit 64) whose `details` hold every mistake, one line each.
 */
export function loadConfig(env: Environment, readFile: ReadFile, checks = NO_CHECKS): Config {
  const { file, mistakes: fileMistakes } = readConfigFile(env, readFile);
  const { settings, given, mistakes, warnings } = readSettings(env, file.settings ?? {}, readFile);
  const all = [...fileMistakes, ...mistakes];
  const brokers = buildBrokers(settings, file.brokers ?? [], readFile, all);
  const keys = [...(settings.CHANNEL_KEYS ?? []), ...channelKeysOf(file, readFile, all)];
  const embeddedBroker = embeddedBrokerOf(settings, brokers, all);
  const geoBox = geoBoxOf(settings, all);
  checkHttp(settings, all);
  all.push(...checks.topics(brokers), ...checks.channelKeys(keys), ...contradictions({ settings, given, brokers }));
  if (all.length > 0) {
    throw new FatalError(
      'configuration',
      `${all.length} configuration ${all.length === 1 ? 'mistake' : 'mistakes'}`,
      EXIT.usage,
      all,
    );
  }
  const unused = unusedSettings({ settings, given, brokers });
  return assemble(settings, { brokers, keys, embeddedBroker, geoBox, warnings: [...warnings, ...unused] });
}

function readConfigFile(env: Environment, readFile: ReadFile): { file: ConfigFile; mistakes: string[] } {
  const path = env.CONFIG_FILE?.trim();
  if (path === undefined || path === '') return { file: {}, mistakes: [] };
  try {
    return parseConfigFile(path, readFile(path));
  } catch (error) {
    return { file: {}, mistakes: [`CONFIG_FILE is ${JSON.stringify(path)}: the file ${unreadable(error)}`] };
  }
}

function channelKeysOf(file: ConfigFile, readFile: ReadFile, mistakes: string[]): ChannelKeyText[] {
  return (file.channels ?? []).flatMap(({ name, key, keyFile }) => {
    if ((key === undefined) === (keyFile === undefined)) {
      mistakes.push(`CONFIG_FILE: channel ${JSON.stringify(name)} needs either key or keyFile`);
      return [];
    }
    try {
      return [{ name, key: key ?? readFile(keyFile ?? '').trim() }];
    } catch (error) {
      mistakes.push(`CONFIG_FILE: channel ${JSON.stringify(name)}: keyFile ${unreadable(error)}`);
      return [];
    }
  });
}

/** Without any configured source of traffic the simulated mesh is shown. */
const nothingConfigured = (settings: Settings, brokers: readonly BrokerConfig[]) =>
  brokers.length === 0 && settings.EMBEDDED_BROKER !== true;

function simulationOf(settings: Settings, brokers: readonly BrokerConfig[]): SimulationSettings | null {
  if (settings.SIMULATE !== undefined) return settings.SIMULATE;
  return nothingConfigured(settings, brokers) ? DEFAULT_SIMULATION : null;
}

function embeddedBrokerOf(
  settings: Settings,
  brokers: readonly BrokerConfig[],
  mistakes: string[],
): EmbeddedBrokerConfig | null {
  const simulation = simulationOf(settings, brokers);
  if (simulation !== null && brokers.length > 0) {
    mistakes.push(
      'SIMULATE is on and MQTT_BROKER is set: a simulated mesh is never mixed with real traffic, unset one of them',
    );
  }
  if (settings.EMBEDDED_BROKER !== true && simulation === null) {
    if (brokers.length === 0)
      mistakes.push('There is no source of traffic: set MQTT_BROKER, EMBEDDED_BROKER=true or SIMULATE=true');
    return null;
  }
  const host = settings.EMBEDDED_BROKER_HOST ?? '127.0.0.1';
  const { EMBEDDED_BROKER_USERNAME: username, EMBEDDED_BROKER_PASSWORD: password } = settings;
  if ((username === undefined) !== (password === undefined)) {
    mistakes.push('EMBEDDED_BROKER_USERNAME and EMBEDDED_BROKER_PASSWORD belong together: set both or neither');
  }
  if (!isLoopback(host) && username === undefined) {
    mistakes.push(
      `EMBEDDED_BROKER_HOST is ${JSON.stringify(host)}: beyond loopback EMBEDDED_BROKER_USERNAME and EMBEDDED_BROKER_PASSWORD are required`,
    );
  }
  return { host, port: settings.EMBEDDED_BROKER_PORT ?? 1883, username, password };
}

function geoBoxOf(settings: Settings, mistakes: string[]): GeoBox | null {
  if (settings.ENABLE_GEO_FILTER !== true) return null;
  const { GEO_NORTH: north, GEO_SOUTH: south, GEO_EAST: east, GEO_WEST: west } = settings;
  if (north === undefined || south === undefined || east === undefined || west === undefined) {
    mistakes.push('ENABLE_GEO_FILTER is true: GEO_NORTH, GEO_SOUTH, GEO_EAST and GEO_WEST are all required');
    return null;
  }
  if (south >= north) {
    mistakes.push(`GEO_SOUTH is ${south}: must be less than GEO_NORTH (${north})`);
  }
  if (west === east || (west === 180 && east === -180)) {
    mistakes.push(
      `GEO_WEST is ${west} and GEO_EAST is ${east}: the box has no width (-180 and 180 for the whole globe)`,
    );
  }
  return { north, south, east, west };
}

function checkHttp(settings: Settings, mistakes: string[]): void {
  const host = settings.HOST ?? '127.0.0.1';
  if (!isLoopback(host) && settings.API_TOKEN === undefined && settings.HTTP_ALLOW_ANONYMOUS !== true) {
    mistakes.push(
      `HOST is ${JSON.stringify(host)}: beyond loopback an API_TOKEN is required (or HTTP_ALLOW_ANONYMOUS=true, which lets anyone read the mesh)`,
    );
  }
  for (const origin of settings.CORS_ORIGINS ?? []) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      mistakes.push(
        `CORS_ORIGINS holds ${JSON.stringify(origin)}: must be origins such as https://grafana.example.org`,
      );
    }
  }
}

interface Parts {
  readonly brokers: readonly BrokerConfig[];
  readonly keys: readonly ChannelKeyText[];
  readonly embeddedBroker: EmbeddedBrokerConfig | null;
  readonly geoBox: GeoBox | null;
  readonly warnings: readonly string[];
}

const TEXT_POLICY = { channels: 'channels', true: 'channels', all: 'all', none: 'none', false: 'none' } as const;

/** The value of a setting that has a default in the table. */
function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a setting without a default was read as if it had one');
  return value;
}

const textPolicyOf = (settings: Settings): TextPolicy => TEXT_POLICY[given(settings.STORE_TEXT)];

function assemble(settings: Settings, parts: Parts): Config {
  const simulation = simulationOf(settings, parts.brokers);
  return {
    brokers: parts.brokers,
    embeddedBroker: parts.embeddedBroker,
    simulation,
    channelKeys: parts.keys,
    text: textPolicyOf(settings),
    storeHealthTelemetry: given(settings.STORE_HEALTH_TELEMETRY),
    respectOkToMqtt: given(settings.RESPECT_OK_TO_MQTT),
    database: databaseOf(settings, simulation !== null),
    ingest: {
      queueSize: given(settings.INGEST_QUEUE_SIZE),
      batchSize: given(settings.BATCH_SIZE),
      batchIntervalMs: given(settings.BATCH_INTERVAL_MS),
      geoBox: parts.geoBox,
      allow: settings.NODE_ALLOW ?? [],
      deny: settings.NODE_DENY ?? [],
      rateLimitPerMinute: given(settings.NODE_RATE_LIMIT),
    },
    radio: { modemPreset: given(settings.MODEM_PRESET), region: settings.REGION ?? null },
    recording:
      settings.RECORD_DIR === undefined
        ? null
        : { directory: settings.RECORD_DIR, maxBytes: given(settings.RECORD_MAX_MB) * 1e6 },
    http: {
      host: given(settings.HOST),
      port: given(settings.PORT),
      apiToken: settings.API_TOKEN,
      allowAnonymous: given(settings.HTTP_ALLOW_ANONYMOUS),
      trustedHops: given(settings.HTTP_TRUSTED_HOPS),
      corsOrigins: settings.CORS_ORIGINS ?? [],
      maxLiveClients: given(settings.WS_MAX_CLIENTS),
      metricsMaxNodes: given(settings.METRICS_MAX_NODES),
    },
    log: { level: given(settings.LOG_LEVEL), format: given(settings.LOG_FORMAT) },
    warnings: parts.warnings,
  };
}

function databaseOf(settings: Settings, simulated: boolean): Config['database'] {
  const byKind = retentionKinds.flatMap((kind) => {
    const days = settings[`DATA_RETENTION_DAYS_${kind.toUpperCase() as Uppercase<RetentionKind>}`];
    return days === undefined ? [] : [[kind, days] as const];
  });
  const maxMegabytes = given(settings.DATABASE_MAX_MB);
  return {
    path: settings.DATABASE_PATH ?? (simulated ? 'data/simulation.db' : 'data/mesh.db'),
    synchronous: given(settings.DATABASE_SYNCHRONOUS),
    onCorruption: given(settings.DATABASE_ON_CORRUPTION),
    retentionDays: given(settings.DATA_RETENTION_DAYS),
    retentionDaysByKind: Object.fromEntries(byKind),
    rollupRetentionDays: given(settings.ROLLUP_RETENTION_DAYS),
    maxBytes: maxMegabytes * 1_000_000,
    // Once a key is known, these messages may turn out to be texts.
    undecryptedMaxBytes: textPolicyOf(settings) === 'none' ? 0 : given(settings.UNDECRYPTED_MAX_MB) * 1_000_000,
    backup: {
      enabled: given(settings.DATABASE_BACKUP_ENABLED),
      intervalHours: given(settings.DATABASE_BACKUP_INTERVAL_HOURS),
      keep: given(settings.DATABASE_BACKUP_KEEP),
      directory: settings.DATABASE_BACKUP_DIRECTORY,
    },
  };
}
