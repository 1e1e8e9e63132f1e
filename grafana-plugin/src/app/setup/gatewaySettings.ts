/** A broker the collector is connected to, with its subscriptions. */
export interface BrokerAddress {
  readonly url: string;
  readonly subscriptions: readonly string[];
}

export interface GatewaySettings {
  /** `host` or `host:port`, as the MQTT settings of the node take it. */
  readonly address: string;
  readonly tls: boolean;
  readonly rootTopic: string;
  /** Only machines in the collector's network can reach the address. */
  readonly internal: boolean;
  /** The broker URL uses a protocol that nodes do not support, such as MQTT over WebSockets. */
  readonly unsuitable: boolean;
}

const MQTT_PORT = '1883';
const MQTTS_PORT = '8883';
/** Splits a topic into its root and the rest: `2`, then `e` (packets), `json`, `map` or `stat`. */
const TOPIC_KIND = /^(.*?)\/2(?:\/.*)?$/;

export function gatewaySettingsOf({ url, subscriptions }: BrokerAddress): GatewaySettings | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { protocol, hostname, port } = new URL(url);
  const tls = protocol === 'mqtts:' || protocol === 'ssl:' || protocol === 'tls:';
  const usualPort = tls ? MQTTS_PORT : MQTT_PORT;
  return {
    address: port === '' || port === usualPort ? hostname : `${hostname}:${port}`,
    tls,
    rootTopic: rootTopicOf(subscriptions),
    internal: isInternal(hostname),
    unsuitable: protocol === 'ws:' || protocol === 'wss:',
  };
}

/** Root topic for a node, so that its topics match the collector's subscriptions. */
function rootTopicOf(subscriptions: readonly string[]): string {
  const [first = 'msh/#'] = subscriptions;
  const topic = first.replace(/^\$share\/[^/]+\//, '');
  const beforeKind = TOPIC_KIND.exec(topic)?.[1];
  const root = beforeKind ?? topic.replace(/\/?#$/, '');
  // By convention the level below `msh` is the LoRa region.
  const filled = root === 'msh' ? 'msh/REGION' : root.replaceAll('+', 'REGION');
  return filled === '' ? 'msh/REGION' : filled;
}

/** Whether a host name is only valid inside the collector's network, like names without a dot. */
function isInternal(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.startsWith('127.') || (!hostname.includes('.') && !hostname.includes(':'))
  );
}

const quoted = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

/** Command line of the Meshtastic CLI for these settings. */
export function commandLineOf({ address, tls, rootTopic }: GatewaySettings): string {
  return [
    'meshtastic',
    '--set mqtt.enabled true',
    `--set mqtt.address ${quoted(address)}`,
    `--set mqtt.root ${quoted(rootTopic)}`,
    `--set mqtt.tls_enabled ${String(tls)}`,
    '--set mqtt.encryption_enabled true',
    '--set mqtt.json_enabled false',
    '--set lora.config_ok_to_mqtt true',
    '--ch-index 0 --ch-set uplink_enabled true',
  ].join(' ');
}
