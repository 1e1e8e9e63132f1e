import { type ChannelCipher } from './channel-cipher.js';
import { PKI_CHANNEL, PRIMARY, ROOT_TOPIC } from './channels.js';
import { type Copy, encodeEnvelope, encodeMapReport } from './envelope.js';
import { encodeFirmwareJson, type NameOf } from './firmware-json.js';
import type { Reception } from './flood.js';
import { type GatewayTraits, type SimNode } from './node.js';
import { BROADCAST_NUM, type SentPacket } from './packet.js';
import type { Random } from './prng.js';
import type { Scheduler } from './scheduler.js';

/** Something a gateway publishes. */
export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** A node that publishes what it hears. */
export interface Gateway {
  readonly node: SimNode;
  /** Uplinks a packet it heard (`reception`), or its own, or one from its LAN (`undefined`). */
  uplink(packet: SentPacket, reception: Reception | undefined): void;
  reportToMap(report: Uint8Array): void;
  /** Disconnects it from the internet, or reconnects it: then it sends the last envelopes it kept. */
  setOnline(online: boolean): void;
}

/** Envelopes a gateway keeps while it is cut off; the oldest make room (firmware MAX_MQTT_QUEUE). */
const QUEUE_LENGTH = 16;
const QUEUE_DRAIN_MS = 50;

export interface GatewayParts {
  readonly node: SimNode;
  readonly traits: GatewayTraits;
  readonly ciphers: ReadonlyMap<string, ChannelCipher>;
  readonly scheduler: Scheduler;
  /** Unix milliseconds on the wire for a moment of the virtual clock. */
  readonly wallOf: (at: number) => number;
  readonly publish: (publication: Publication) => void;
  readonly nameOf: NameOf;
  readonly random: Random;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { node, traits, ciphers, scheduler, wallOf, nameOf, random } = parts;
  const id = node.id;
  let online = true;
  let queue: (() => Publication)[] = [];

  // Encoding waits until the moment of publication: a skipped history costs nothing.
  function publish(encode: () => Publication): void {
    if (online) {
      parts.publish(encode());
      return;
    }
    queue.push(encode);
    if (queue.length > QUEUE_LENGTH) queue.shift();
  }

  /** Index of the channel on this gateway; -1 when it has no key and therefore does not uplink. */
  function channelIndex(packet: SentPacket): number {
    if (packet.channel !== PKI_CHANNEL) return traits.channels.indexOf(packet.channel);
    return traits.encryption && packet.to !== BROADCAST_NUM ? 0 : -1;
  }

  function uplink(packet: SentPacket, reception: Reception | undefined): void {
    const index = channelIndex(packet);
    if (index < 0) return;
    const heardAt = reception?.at ?? scheduler.now;
    const copy = (): Copy => ({
      packet,
      gateway: node,
      reception,
      rxTimeSeconds: Math.floor(wallOf(heardAt) / 1000) + traits.clockSkewSeconds,
      channelIndex: index,
    });
    const at = heardAt + random.between(40, reception === undefined ? 90 : 400);
    scheduler.at(at, () => {
      const cipher = ciphers.get(packet.channel);
      publish(() => ({
        topic: `${ROOT_TOPIC}/2/e/${packet.channel}/${id}`,
        payload: encodeEnvelope(copy(), cipher),
      }));
      if (!traits.json || packet.channel === PKI_CHANNEL) return;
      publish(() => ({
        topic: `${ROOT_TOPIC}/2/json/${packet.channel}/${id}`,
        payload: encodeFirmwareJson(copy(), nameOf),
      }));
    });
  }

  return {
    node,
    uplink,
    reportToMap(report) {
      publish(() => ({ topic: `${ROOT_TOPIC}/2/map/`, payload: encodeMapReport(node, PRIMARY.name, report) }));
    },
    setOnline(value) {
      online = value;
      if (!value) return;
      const kept = queue;
      queue = [];
      for (const [i, encode] of kept.entries()) scheduler.after((i + 1) * QUEUE_DRAIN_MS, () => publish(encode));
    },
  };
}
