import type { ApplyContent } from './apply/event.js';
import type { Topology } from './apply/topology.js';
import type { Dictionaries } from './dictionaries.js';
import { asEvidence, evidenceOf, originOfPacket } from './evidence.js';
import type { GatewayStore } from './gateway-store.js';
import { eventsOf } from './merge-packet.js';
import type { ReceptionState } from './merge-reception.js';
import { channelUsedBy, type NodeChannels } from './node-channels.js';
import type { NodeDraft } from './node-draft.js';
import type { PacketStore } from './packet-store.js';
import type { RevisePresence } from './presence-revision.js';
import { isHistory, type ReceptionUpdate } from './reception-update.js';
import type { RollupProgress } from './rollup-progress.js';
import { appliedContentOf, hasContentChanged, rankOf, type StoredCopy } from './stored-copy.js';

export interface UseParts {
  readonly rollup: RollupProgress;
  readonly gateways: GatewayStore;
  readonly dictionaries: Dictionaries;
  readonly nodeChannels: NodeChannels;
}

/** Notes where the gateway publishes, on which channel the node is, and which hours of the roll-ups the message changes. */
export function noteUse(
  { rollup, gateways, dictionaries, nodeChannels }: UseParts,
  { packet, merged, reception, messageOrigin, at }: ReceptionUpdate,
): void {
  const { gateway, receivedAt, broker, topic } = reception;
  rollup.note(at);
  rollup.note(receivedAt);
  if (messageOrigin === 'retained') return;
  const uplinked = dictionaries.channelId(channelUsedBy(packet) ?? '');
  gateways.recordUse(gateway, dictionaries.topicId(broker, topic), uplinked, receivedAt);
  if (isHistory(messageOrigin)) nodeChannels.note(merged, messageOrigin === 'live' ? receivedAt : at);
}

/** A malformed signature is none. */
function noteSignature({ packet, messageOrigin, at }: ReceptionUpdate, sender: NodeDraft | undefined): void {
  if (sender === undefined || !isHistory(messageOrigin) || !packet.flags.includes('signed')) return;
  if (at > (sender.node.signedAt ?? 0)) sender.set('signedAt', at, sender.node.signedAt !== null);
}

export interface ApplyParts {
  readonly topology: Topology;
  readonly packets: PacketStore;
  readonly revisePresence: RevisePresence;
  readonly applyContent: ApplyContent;
}

/**
 * Links and signals. When the copy shows that the packet is of the past, or came through MQTT, its receptions so far are
 * judged anew.
 */
function applyReceptions(
  { topology, packets, revisePresence }: ApplyParts,
  { announce }: ReceptionUpdate,
  { row, before, after, events, reception }: StoredCopy,
  sender: NodeDraft | undefined,
): void {
  const now = evidenceOf(after, events);
  const then = before !== undefined && hasContentChanged(before, after) ? evidenceOf(before, eventsOf(before)) : now;
  /** Returns true when it is no direct reception any more. */
  const apply = (known: ReceptionState | undefined, present: ReceptionState): boolean => {
    const [earlier, later] = [asEvidence(then, known), asEvidence(now, present)];
    if (earlier !== undefined || later !== undefined) topology.reception(after.from, earlier, later, announce);
    return earlier?.hopsAway === 0 && later?.hopsAway !== 0;
  };
  const isRevoked = apply(reception.before, reception.after);
  const isJudgedAnew = then.isLive && (!now.isLive || now.isViaMqtt !== then.isViaMqtt);
  if (!isRevoked && !isJudgedAnew) return;
  const receptions = packets.receptions(row);
  if (isJudgedAnew) for (const other of receptions) if (other.gateway !== reception.after.gateway) apply(other, other);
  if (sender !== undefined) revisePresence(sender, { ...now, packet: after, receptions });
}

/** Applies what a stored copy says to nodes and links. */
export function applyStored(
  parts: ApplyParts,
  update: ReceptionUpdate,
  stored: StoredCopy,
  sender: NodeDraft | undefined,
): void {
  const { row, before, after, events } = stored;
  noteSignature(update, sender);
  applyReceptions(parts, update, stored, sender);
  if (!hasContentChanged(before, after)) return;
  parts.applyContent(events, {
    ...update,
    packet: after,
    messageOrigin: originOfPacket(after, events),
    row,
    sender,
    rank: rankOf(after),
    before: before === undefined ? null : appliedContentOf(before),
  });
}
