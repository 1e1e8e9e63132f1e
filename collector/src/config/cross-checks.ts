/** Settings that are right one by one and cannot work together, or that nothing uses. */
import type { BrokerConfig } from './brokers.js';
import type { Settings, VariableName } from './variables.js';

export interface CheckedSettings {
  readonly settings: Settings;
  /** Names that were set; the others have their defaults. */
  readonly given: ReadonlySet<VariableName>;
  readonly brokers: readonly BrokerConfig[];
}

/** Combinations that would match, store or protect nothing. */
export function contradictions({ settings, brokers }: CheckedSettings): string[] {
  return [
    ...nodeListMistakes(settings),
    ...portMistakes(settings),
    ...brokers.flatMap(brokerMistakes),
    ...sharedIds(brokers),
  ];
}

function nodeListMistakes({ NODE_ALLOW: allow = [], NODE_DENY: deny = [] }: Settings): string[] {
  const both = allow.filter((id) => deny.includes(id));
  return both.length === 0 ? [] : [`NODE_ALLOW and NODE_DENY both hold ${both.join(', ')}: keep each node in one list`];
}

function portMistakes({ PORT, EMBEDDED_BROKER, EMBEDDED_BROKER_PORT }: Settings): string[] {
  if (EMBEDDED_BROKER !== true || PORT !== EMBEDDED_BROKER_PORT || PORT === 0) return [];
  return [`PORT and EMBEDDED_BROKER_PORT are both ${PORT}: they must differ`];
}

function brokerMistakes({ name, url, username, password, presenceTopic, tls }: BrokerConfig): string[] {
  const mistakes: string[] = [];
  const broker = `Broker ${JSON.stringify(name)}`;
  if (password !== undefined && username === undefined) {
    mistakes.push(`${broker} has a password but no user name (MQTT_USERNAME): brokers ignore such a password`);
  }
  if (!tls.enabled && (tls.ca !== undefined || tls.cert !== undefined || tls.insecure)) {
    mistakes.push(
      `${broker} has TLS settings, but its connection is not encrypted: set MQTT_USE_TLS=true (tls.enabled), or remove them`,
    );
  }
  if (presenceTopic !== undefined && /[+#]/.test(presenceTopic)) {
    mistakes.push(
      `${broker}: MQTT_PRESENCE_TOPIC is ${JSON.stringify(presenceTopic)}: must be one topic, without "+" and "#"`,
    );
  }
  if (/^mqtts?:/i.test(url) && URL.canParse(url) && !['', '/'].includes(new URL(url).pathname)) {
    mistakes.push(
      `${broker}: the URL ends in ${JSON.stringify(new URL(url).pathname)}, which MQTT does not use: topics belong into MQTT_TOPIC`,
    );
  }
  return mistakes;
}

/** Two connections with one client id end each other for ever. */
function sharedIds(brokers: readonly BrokerConfig[]): string[] {
  return brokers.flatMap(({ name, url, clientId }, index) => {
    const first = brokers.findIndex((other) => other.url === url && other.clientId === clientId);
    if (clientId === undefined || first === index) return [];
    return [
      `Brokers ${JSON.stringify(brokers[first]?.name)} and ${JSON.stringify(name)} are one broker with the same clientId: they must differ`,
    ];
  });
}

/** Settings without any effect: they are allowed, because they may be meant for later. */
export function unusedSettings({ settings, given, brokers }: CheckedSettings): string[] {
  const set = (prefix: string, except: readonly VariableName[] = []) =>
    [...given].filter((name) => name.startsWith(prefix) && !except.includes(name));
  const warnings: string[] = [];
  const unused = (names: readonly string[], why: string) => {
    if (names.length > 0) warnings.push(`${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no effect: ${why}`);
  };
  if (settings.ENABLE_GEO_FILTER !== true) unused(set('GEO_'), 'ENABLE_GEO_FILTER is not true');
  if (settings.MQTT_BROKER === undefined) unused(set('MQTT_'), 'MQTT_BROKER is not set');
  if (settings.EMBEDDED_BROKER !== true && settings.SIMULATE == null && brokers.length > 0) {
    unused(set('EMBEDDED_BROKER_'), 'EMBEDDED_BROKER is not true');
  }
  if (settings.API_TOKEN !== undefined && settings.HTTP_ALLOW_ANONYMOUS === true) {
    unused(['HTTP_ALLOW_ANONYMOUS'], 'API_TOKEN is set, so that everyone needs the token');
  }
  if (settings.DATABASE_BACKUP_ENABLED !== true) {
    unused(set('DATABASE_BACKUP_INTERVAL'), 'DATABASE_BACKUP_ENABLED is not true');
  }
  if (settings.STORE_TEXT === 'none' || settings.STORE_TEXT === 'false') {
    unused(set('UNDECRYPTED_'), 'STORE_TEXT is none, and encrypted messages may hold texts');
  }
  if (settings.MQTT_TLS_INSECURE === true) unused(set('MQTT_CA_FILE'), 'MQTT_TLS_INSECURE accepts any certificate');
  if ((settings.BATCH_SIZE ?? 0) > (settings.INGEST_QUEUE_SIZE ?? Infinity)) {
    unused(['BATCH_SIZE'], `INGEST_QUEUE_SIZE allows ${settings.INGEST_QUEUE_SIZE} messages only`);
  }
  return [...warnings, ...shortRollups(settings)];
}

function shortRollups(settings: Settings): string[] {
  const { ROLLUP_RETENTION_DAYS: rollups = Infinity } = settings;
  const longer = (
    [
      'DATA_RETENTION_DAYS',
      'DATA_RETENTION_DAYS_PACKETS',
      'DATA_RETENTION_DAYS_POSITIONS',
      'DATA_RETENTION_DAYS_TELEMETRY',
    ] as const
  ).filter((name) => (settings[name] ?? 0) > rollups);
  return longer.map(
    (name) =>
      `ROLLUP_RETENTION_DAYS is ${rollups}, shorter than ${name} (${settings[name]}): the hourly rollups are removed before the data they summarize`,
  );
}
