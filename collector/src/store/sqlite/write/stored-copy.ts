import type { MeshEvent, MeshPacket } from '../../../model.js';
import { eventsOf, isDelayed, isReadable, isViaMqtt, mergeable, timeOf, type PacketState } from './merge-packet.js';
import type { ReceptionState } from './merge-reception.js';
import { SOURCE_RANK, type SourceRank } from './node-state.js';
import { isHistory, type AppliedContent, type MessageOrigin } from './reception-update.js';

/** A packet before and after one of its copies was stored. */
export interface StoredCopy {
  readonly row: number;
  /** undefined: it is the first copy. */
  readonly before: PacketState | undefined;
  readonly after: PacketState;
  /** Content of the packet. */
  readonly events: readonly MeshEvent[];
  readonly summary: string | null;
  /** Reception by its gateway; `before` is undefined when the copy is its first one. */
  readonly reception: { readonly before: ReceptionState | undefined; readonly after: ReceptionState };
}

/** Firmware from before the opt-in puts the location into its map reports without asking its owner. */
function dropPositionsWithoutOptIn(events: readonly MeshEvent[]): readonly MeshEvent[] {
  const withoutOptIn = events.some((event) => event.type === 'map_report' && !event.locationOptIn);
  return withoutOptIn ? events.filter(({ type }) => type !== 'position') : events;
}

const withoutText = (event: MeshEvent): MeshEvent =>
  event.type === 'text' && event.kind !== 'status' ? { ...event, text: '' } : event;

/** The events of a copy as they may be stored. */
export function storableEvents(
  events: readonly MeshEvent[],
  packet: Pick<MeshPacket, 'flags'>,
  storeText: boolean,
): readonly MeshEvent[] {
  const allowed = mergeable(dropPositionsWithoutOptIn(events), packet);
  return storeText ? allowed : allowed.map(withoutText);
}

export function originOf(isLive: boolean, isDelayed: boolean, events: readonly MeshEvent[]): MessageOrigin {
  if (!isLive) return 'retained';
  if (events.some((event) => event.type === 'store_forward' && event.replay)) return 'replay';
  return isDelayed ? 'delayed' : 'live';
}

export const originOfPacket = (packet: PacketState, events: readonly MeshEvent[]) =>
  originOf(packet.isLive, isDelayed(packet), events);

export function rankOf({ isLive, decodeStatus }: PacketState): SourceRank {
  if (!isLive) return SOURCE_RANK.retained;
  return decodeStatus === 'json' ? SOURCE_RANK.json : SOURCE_RANK.protobuf;
}

/** Packets that a copy adds to the history: none when one of them was known. */
export function newPacketsOf({ before, after, events }: StoredCopy): number {
  if (before === after) return 0;
  const counts = isHistory(originOfPacket(after, events));
  const counted = before !== undefined && isHistory(originOfPacket(before, eventsOf(before)));
  return Number(counts) - Number(counted);
}

export function hasContentChanged(before: PacketState | undefined, after: PacketState): boolean {
  if (before === undefined) return true;
  return (
    before.events !== after.events ||
    rankOf(before) !== rankOf(after) ||
    timeOf(before) !== timeOf(after) ||
    isDelayed(before) !== isDelayed(after) ||
    isViaMqtt(before) !== isViaMqtt(after) ||
    before.channel !== after.channel ||
    before.to !== after.to
  );
}

/** Of retained messages nothing is applied that would have to be taken back. */
export function appliedContentOf(packet: PacketState): AppliedContent | null {
  if (!packet.isLive || !isReadable(packet)) return null;
  const events = eventsOf(packet);
  return { at: timeOf(packet), origin: originOfPacket(packet, events), events, isViaMqtt: isViaMqtt(packet) };
}
