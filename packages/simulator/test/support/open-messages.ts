/**
 * Opens what the simulation publishes, with nothing but the description it hands out and Meshtastic's rules: keys are
 * expanded here once more, so that a mistake in the simulation cannot hide.
 */
import { createDecipheriv } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { Mesh, Mqtt } from '@meshtastic/protobufs';
import type { SimulatedMessage, SimulationDescription } from '../../src/simulation.js';

export interface OpenedMessage {
  readonly receivedAt: number;
  readonly topic: string;
  readonly channel: string;
  readonly gateway: string;
  readonly packet: Mesh.MeshPacket;
  /** Undefined when none of the described keys opens it. */
  readonly data: Mesh.Data | undefined;
}

const DEFAULT_KEY = 'd4f1bb3a20290759f0bcffabcf4e6901';

function keysOf(description: Pick<SimulationDescription, 'channels'>): Map<string, Buffer> {
  return new Map(
    description.channels.map(({ name, psk }) => {
      const bytes = Buffer.from(psk, 'base64');
      if (bytes.length !== 1) return [name, bytes];
      const key = Buffer.from(DEFAULT_KEY, 'hex');
      key[15] = key[15]! + bytes[0]! - 1;
      return [name, key];
    }),
  );
}

/** The `channel` header byte a packet of this channel must carry. */
export function hashOf(name: string, key: Uint8Array): number {
  return [...Buffer.from(name), ...key].reduce((sum, byte) => sum ^ byte, 0);
}

export function createOpener(description: Pick<SimulationDescription, 'channels'>) {
  const keys = keysOf(description);
  return {
    keys,
    open: ({
      topic,
      payload,
      receivedAt,
    }: Pick<SimulatedMessage, 'topic' | 'payload' | 'receivedAt'>): OpenedMessage => {
      const envelope = fromBinary(Mqtt.ServiceEnvelopeSchema, payload);
      const packet = envelope.packet;
      if (packet === undefined) throw new Error(`no packet in a message on ${topic}`);
      const common = { receivedAt, topic, channel: envelope.channelId, gateway: envelope.gatewayId, packet };
      const { payloadVariant } = packet;
      if (payloadVariant.case === 'decoded') return { ...common, data: payloadVariant.value };
      const key = keys.get(envelope.channelId);
      if (payloadVariant.case === undefined) throw new Error(`an empty packet on ${topic}`);
      if (key === undefined) return { ...common, data: undefined };
      const nonce = Buffer.alloc(16);
      nonce.writeUInt32LE(packet.id, 0);
      nonce.writeUInt32LE(packet.from, 8);
      const cipher = createDecipheriv(key.length === 16 ? 'aes-128-ctr' : 'aes-256-ctr', key, nonce);
      return { ...common, data: fromBinary(Mesh.DataSchema, cipher.update(payloadVariant.value)) };
    },
  };
}

export const isJson = (message: { readonly topic: string }): boolean => message.topic.includes('/2/json/');
