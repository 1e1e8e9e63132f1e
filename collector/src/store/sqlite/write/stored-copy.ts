/** A message as a copy of a packet, and what changes when it is stored. */
import type { MeshEvent, MeshPacket, Reception } from '../../../model.js';
import type { Change, CommitResult } from '../../store.js';
import { factsOf, receptionOf } from '../rows/packet.js';
import { originOfPacket } from './evidence.js';
import { eventsOf, isDelayed, isReadable, isViaMqtt, mergeable, timeOf, type PacketState } from './merge-packet.js';
import { isSameReception, withPlausibleHops, type ReceptionState } from './merge-reception.js';
import { SOURCE_RANK, type SourceRank } from './node-state.js';
import { isHistory, type AppliedContent, type MessageOrigin } from './reception-update.js';

/** One message, read as a copy of a packet and a reception of it. */
export interface Copy {
  readonly packet: PacketState;
  readonly events: readonly MeshEvent[];
  readonly origin: MessageOrigin;
  /** When the gateway heard it, Unix ms; null = before now, but not known when. */
  readonly heardAt: number | null;
  /** With hops that can be believed. */
  readonly heard: Reception;
  readonly reception: ReceptionState;
}

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

/** The reception without hops that its other copies, or those of the packet, do not bear out. */
export function heardOf({ heard }: Copy, { after, reception }: StoredCopy): Reception {
  if (heard.hopsAway === null) return heard;
  const { hopsAway } = withPlausibleHops(isViaMqtt(after), reception.after);
  return hopsAway === null ? { ...heard, hopsAway } : heard;
}

/** A copy of a packet that is known to be old is old, whatever its own gateway's clock says. */
export function withOriginOf(copy: Copy, known: PacketState | undefined): Copy {
  if (copy.origin !== 'live' || known === undefined || !isDelayed(known)) return copy;
  return { ...copy, origin: 'delayed', heardAt: known.heardAt ?? copy.heardAt };
}

export function outcomeOf({ before, reception }: StoredCopy): CommitResult['outcome'] {
  if (before === undefined) return 'stored';
  return reception.before === undefined ? 'reception' : 'duplicate';
}

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

export const isNewReception = ({ before, after }: StoredCopy['reception']) => after.isLive && before?.isLive !== true;

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

export function isAnnounced({ before, after, reception }: StoredCopy): boolean {
  if (before === undefined || reception.before === undefined) return true;
  return before !== after || !isSameReception(reception.before, reception.after);
}

export function packetChange({ after, summary, reception }: StoredCopy): Change {
  const receptions = [receptionOf(reception.after)];
  return { kind: 'packet', packet: { ...factsOf(after, after.first.at, summary), receptions } };
}
