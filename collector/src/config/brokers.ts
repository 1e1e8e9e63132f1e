import type { BrokerEntry } from './file.js';
import { unreadable, type ReadFile } from './read-settings.js';
import type { Settings } from './variables.js';

export type TopicKindSetting = 'e' | 'json' | 'map' | 'stat';

export interface TlsConfig {
  readonly enabled: boolean;
  /** PEM texts. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly serverName: string | undefined;
  readonly insecure: boolean;
}

export interface BrokerConfig {
  readonly name: string;
  readonly url: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly topics: readonly string[];
  readonly channels: readonly string[];
  readonly kinds: readonly TopicKindSetting[];
  /** undefined: a random id kept in the database. */
  readonly clientId: string | undefined;
  readonly qos: 0 | 1;
  readonly protocolVersion: '5' | '3.1.1';
  readonly presenceTopic: string | undefined;
  readonly tls: TlsConfig;
}

const ALL_KINDS: readonly TopicKindSetting[] = ['e', 'json', 'map', 'stat'];
const DEFAULT_TOPICS = ['msh', 'msh/+'];

type Pem = (label: string, path: string | undefined) => string | undefined;

/** The broker of the environment (named `default`) and those of the file. Mistakes are added to the list. */
export function buildBrokers(
  settings: Settings,
  entries: readonly BrokerEntry[],
  readFile: ReadFile,
  mistakes: string[],
): BrokerConfig[] {
  const pem: Pem = (label, path) => {
    if (path === undefined) return undefined;
    try {
      return readFile(path);
    } catch (error) {
      mistakes.push(`${label} is ${JSON.stringify(path)}: the file ${unreadable(error)}`);
      return undefined;
    }
  };
  const brokers = [
    ...(settings.MQTT_BROKER === undefined ? [] : [fromEnvironment(settings.MQTT_BROKER, settings, pem)]),
    ...entries.map((entry) => fromFile(entry, pem)),
  ];
  if (settings.MQTT_BROKER === undefined && entries.length === 0 && settings.MQTT_USERNAME !== undefined) {
    mistakes.push('MQTT_USERNAME is set but MQTT_BROKER is not: name the broker');
  }
  const seen = new Set<string>();
  for (const { name, tls } of brokers) {
    if (seen.has(name)) mistakes.push(`Two brokers are called ${JSON.stringify(name)}: names must differ`);
    seen.add(name);
    if ((tls.cert === undefined) !== (tls.key === undefined)) {
      mistakes.push(
        `Broker ${JSON.stringify(name)}: a client certificate and its key belong together (MQTT_CERT_FILE and MQTT_KEY_FILE)`,
      );
    }
  }
  return brokers;
}

function fromEnvironment(url: string, settings: Settings, pem: Pem): BrokerConfig {
  return {
    name: 'default',
    url,
    username: settings.MQTT_USERNAME,
    password: settings.MQTT_PASSWORD,
    topics: settings.MQTT_TOPIC ?? DEFAULT_TOPICS,
    channels: settings.MQTT_CHANNELS ?? [],
    kinds: (settings.MQTT_KINDS ?? ALL_KINDS) as TopicKindSetting[],
    clientId: settings.MQTT_CLIENT_ID,
    qos: settings.MQTT_QOS === 0 ? 0 : 1,
    protocolVersion: settings.MQTT_PROTOCOL_VERSION ?? '5',
    presenceTopic: settings.MQTT_PRESENCE_TOPIC,
    tls: {
      enabled: settings.MQTT_USE_TLS === true || /^(mqtts|wss):/i.test(url),
      ca: pem('MQTT_CA_FILE', settings.MQTT_CA_FILE),
      cert: pem('MQTT_CERT_FILE', settings.MQTT_CERT_FILE),
      key: pem('MQTT_KEY_FILE', settings.MQTT_KEY_FILE),
      serverName: undefined,
      insecure: settings.MQTT_TLS_INSECURE === true,
    },
  };
}

function fromFile(entry: BrokerEntry, pem: Pem): BrokerConfig {
  const label = (key: string) => `CONFIG_FILE: broker ${JSON.stringify(entry.name)}: ${key}`;
  return {
    name: entry.name,
    url: entry.url,
    username: entry.username,
    password: entry.password ?? pem(label('passwordFile'), entry.passwordFile)?.trim(),
    topics: entry.topics ?? DEFAULT_TOPICS,
    channels: entry.channels ?? [],
    kinds: entry.kinds ?? ALL_KINDS,
    clientId: entry.clientId,
    qos: entry.qos ?? 1,
    protocolVersion: entry.protocolVersion ?? '5',
    presenceTopic: entry.presenceTopic,
    tls: {
      enabled: (entry.tls?.enabled ?? false) || /^(mqtts|wss):/i.test(entry.url),
      ca: pem(label('tls.caFile'), entry.tls?.caFile),
      cert: pem(label('tls.certFile'), entry.tls?.certFile),
      key: pem(label('tls.keyFile'), entry.tls?.keyFile),
      serverName: entry.tls?.serverName,
      insecure: entry.tls?.insecure ?? false,
    },
  };
}
