/**
 * The rule by which the copies that one gateway publishes of a packet become one reception: a gateway that publishes
 * protobuf and JSON, or through two brokers, heard the packet once. Commutative, associative and idempotent like
 * `mergePacket`. Readings that belong together stay together.
 */
import { isRadioTransport, type MeshPacket, type Reception } from '../../../model.js';

/**
 * How a packet reached its gateway. Of several copies the greatest counts: proof of the air before proof of a network,
 * and both before firmware JSON, which does not state it and is taken for radio.
 */
export const MEDIUM = { none: 0, unstated: 1, network: 2, localNetwork: 3, radio: 4 } as const;
export type Medium = (typeof MEDIUM)[keyof typeof MEDIUM];

/** A reception as one or several messages of its gateway describe it. */
export interface ReceptionState extends Omit<Reception, 'transport' | 'root' | 'backlog' | 'gatewayTime'> {
  readonly medium: Medium;
  /** False when the broker only repeated it, as a retained message. */
  readonly isLive: boolean;
}

/** The reception as one message describes it. */
export function receptionStateOf(reception: Reception, packet: MeshPacket, isLive: boolean): ReceptionState {
  return {
    gateway: reception.gateway,
    own: reception.own,
    receivedAt: reception.receivedAt,
    rxTime: reception.rxTime,
    medium: mediumOf(reception, packet),
    isLive,
    kind: reception.kind,
    broker: reception.broker,
    topic: reception.topic,
    rssi: reception.rssi,
    snr: reception.snr,
    hopsAway: reception.hopsAway,
    hopLimit: reception.hopLimit,
    hopStart: reception.hopStart,
    relayNode: reception.relayNode,
  };
}

/** True when the packet was received by a radio just now: not published by its sender, over a network, or retained. */
export const isOverRadio = ({ medium }: Pick<ReceptionState, 'medium'>): boolean =>
  medium === MEDIUM.radio || medium === MEDIUM.unstated;

function mediumOf(reception: Reception, { flags }: MeshPacket): Medium {
  const { own, kind, transport, hopStart, hopLimit } = reception;
  if (own || flags.includes('retained')) return MEDIUM.none;
  if (isRadioTransport(transport)) return kind === 'json' ? MEDIUM.unstated : MEDIUM.radio;
  const isStraight = hopStart !== null && hopStart === hopLimit && !flags.includes('via_mqtt');
  return isStraight && transport?.endsWith('_UDP') === true ? MEDIUM.localNetwork : MEDIUM.network;
}

/**
 * The reception with hops that can be believed. JSON does not say that a packet came through MQTT, which hides the hops
 * before it; when the other copies say so, its own are unknown.
 */
export function withPlausibleHops<R extends Pick<Reception, 'kind' | 'hopsAway'>>(isViaMqtt: boolean, reception: R): R {
  return isViaMqtt && reception.kind === 'json' && reception.hopsAway !== null
    ? { ...reception, hopsAway: null }
    : reception;
}

type Key = readonly (number | string | null)[];

/** Greater is better; null is the least. */
function compareKeys(a: Key, b: Key): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null;
    if (left === right) continue;
    if (left === null || right === null) return left === null ? -1 : 1;
    return left > right ? 1 : -1;
  }
  return 0;
}

/** Protobuf before JSON. */
const sourceKey = ({ kind, broker, topic }: ReceptionState): Key => [Number(kind !== 'json'), kind, broker, topic];
/** The stronger signal. */
const signalKey = ({ rssi, snr }: ReceptionState): Key => [rssi, snr];
/** Protobuf, which knows of MQTT and other networks that a hop is not counted on; then the shorter way. */
const hopsKey = ({ kind, hopsAway, hopLimit, hopStart, relayNode }: ReceptionState): Key => [
  Number(kind !== 'json'),
  hopsAway === null ? null : -hopsAway,
  hopLimit,
  hopStart,
  relayNode,
];

export function mergeReception(a: ReceptionState, b: ReceptionState): ReceptionState {
  const better = (keyOf: (reception: ReceptionState) => Key) => (compareKeys(keyOf(a), keyOf(b)) >= 0 ? a : b);
  const { kind, broker, topic } = better(sourceKey);
  const { rssi, snr } = better(signalKey);
  const { hopsAway, hopLimit, hopStart, relayNode } = better(hopsKey);
  return {
    gateway: a.gateway,
    own: a.own,
    receivedAt: a.receivedAt <= b.receivedAt ? a.receivedAt : b.receivedAt,
    rxTime: a.rxTime === null || (b.rxTime !== null && b.rxTime < a.rxTime) ? b.rxTime : a.rxTime,
    medium: a.medium >= b.medium ? a.medium : b.medium,
    isLive: a.isLive || b.isLive,
    ...{ kind, broker, topic },
    ...{ rssi, snr },
    ...{ hopsAway, hopLimit, hopStart, relayNode },
  };
}

/** True when the merged reception says what the stored one said. */
export function isSameReception(stored: ReceptionState, merged: ReceptionState): boolean {
  return (Object.keys(stored) as (keyof ReceptionState)[]).every((key) => stored[key] === merged[key]);
}
