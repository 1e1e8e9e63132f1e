/** Each reception of a packet as its copies together show it. */
import type { MeshEvent } from '../../../model.js';
import { isDelayed, isViaMqtt, type PacketState } from './merge-packet.js';
import { withPlausibleHops, type ReceptionState } from './merge-reception.js';
import type { MessageOrigin } from './reception-update.js';

export interface Evidence {
  /** A gateway heard the packet just now: it shows who is there, and who hears whom. */
  readonly isLive: boolean;
  /** Every copy that states it had passed through MQTT. */
  readonly isViaMqtt: boolean;
}

export function originOf(isLive: boolean, isOld: boolean, events: readonly MeshEvent[]): MessageOrigin {
  if (!isLive) return 'retained';
  if (events.some((event) => event.type === 'store_forward' && event.replay)) return 'replay';
  return isOld ? 'delayed' : 'live';
}

export const originOfPacket = (packet: PacketState, events: readonly MeshEvent[]): MessageOrigin =>
  originOf(packet.isLive, isDelayed(packet), events);

export const evidenceOf = (packet: PacketState, events: readonly MeshEvent[]): Evidence => ({
  isLive: originOfPacket(packet, events) === 'live',
  isViaMqtt: isViaMqtt(packet),
});

/** The reception as it shows who heard whom; undefined when it does not. */
export function asEvidence(evidence: Evidence, reception: ReceptionState | undefined): ReceptionState | undefined {
  if (reception === undefined || !evidence.isLive || !reception.isLive) return undefined;
  return withPlausibleHops(evidence.isViaMqtt, reception);
}
