import mqtt, { type MqttClient } from 'mqtt';

/** Publishes at QoS 0, as Meshtastic firmware does. For the simulated mesh, whose gateways are clients like any other. */
export interface MqttPublisher {
  publish(topic: string, payload: Uint8Array): void;
  stop(): Promise<void>;
}

export interface MqttPublisherOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly clientId: string;
}

/** Connects and reconnects by itself; what is published meanwhile is lost, as it is on a gateway. */
export function createMqttPublisher(options: MqttPublisherOptions): MqttPublisher {
  const client: MqttClient = mqtt.connect({
    protocol: 'mqtt',
    host: options.host,
    port: options.port,
    clientId: options.clientId,
    protocolVersion: 4,
    queueQoSZero: false,
    reconnectPeriod: 1000,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  // The embedded broker logs its own failures, and the client retries.
  client.on('error', () => undefined);
  return {
    publish(topic, payload) {
      if (client.connected) client.publish(topic, Buffer.from(payload));
    },
    stop: () => client.endAsync(true),
  };
}
