import { connectAsync } from 'mqtt';
import type { MqttMessage } from './meshtastic.js';

/** A connection to a broker that publishes what gateways would. */
export interface Gateways {
  /** Resolves when the broker has taken responsibility for all of them. */
  publish(messages: readonly MqttMessage[]): Promise<void>;
  close(): Promise<void>;
}

export async function connectGateways(port: number): Promise<Gateways> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { keepalive: 0 });
  return {
    async publish(messages) {
      await Promise.all(messages.map(({ topic, payload }) => client.publishAsync(topic, payload, { qos: 1 })));
    },
    close: () => client.endAsync(),
  };
}
