/** Parts for tests of an MQTT source: options, publishers, a handler that remembers. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { FatalError } from '../../src/errors.js';
import type { RawMessage } from '../../src/model.js';
import type { MqttSourceOptions } from '../../src/transport/mqtt-options.js';

/** Options of a source with short pauses; everything else as in production. */
export function sourceOptions(overrides: Partial<MqttSourceOptions> & { readonly url: string }): MqttSourceOptions {
  return {
    name: 'default',
    tls: { enabled: false },
    clientId: 'collector-under-test',
    protocolVersion: 5,
    qos: 1,
    filters: ['msh/#'],
    backOff: { firstMs: 50, lastMs: 200, refusedMs: 200 },
    onFatal: (error: FatalError) => {
      throw error;
    },
    ...overrides,
  };
}

/** Messages by payload text, in order of arrival; duplicates are kept. */
export function inbox() {
  const messages: RawMessage[] = [];
  const texts = () => messages.map(({ payload }) => Buffer.from(payload).toString());
  return {
    messages,
    texts,
    distinct: () => new Set(texts()),
    handler: (message: RawMessage): Promise<void> => {
      messages.push(message);
      return Promise.resolve();
    },
  };
}

export async function publisher(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  return mqtt.connectAsync(url, { reconnectPeriod: 0, ...options }, false);
}

export const topicOf = (gateway: string) => `msh/EU_868/2/e/LongFast/${gateway}`;

/** Publishes `<prefix>0 … <prefix>n-1` and resolves when the broker has all of them. */
export async function publishMany(client: MqttClient, count: number, qos: 0 | 1, prefix: string): Promise<void> {
  const topic = topicOf('!0badcafe');
  for (let start = 0; start < count; start += 500) {
    const group = Array.from({ length: Math.min(500, count - start) }, (_, index) => `${prefix}${start + index}`);
    await Promise.all(group.map((text) => client.publishAsync(topic, text, { qos })));
  }
  // QoS 0 is "sent" when it is in the socket: a QoS 1 message behind it proves that the broker read all before.
  if (qos === 0) await client.publishAsync('elsewhere', 'done', { qos: 1 });
}
