import type { ApplyContent } from './apply/event.js';
import type { Topology } from './apply/topology.js';
import type { Dictionaries } from './dictionaries.js';
import type { GatewayStore } from './gateway-store.js';
import { channelUsedBy, type NodeChannels } from './node-channels.js';
import type { NodeDraft } from './node-draft.js';
import { isHistory, type ReceptionUpdate } from './reception-update.js';
import type { RollupProgress } from './rollup-progress.js';
import { appliedContentOf, hasContentChanged, originOfPacket, rankOf, type StoredCopy } from './stored-copy.js';

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

/** Applies what a stored copy says to nodes and links. */
export function applyStored(
  { topology, applyContent }: { readonly topology: Topology; readonly applyContent: ApplyContent },
  update: ReceptionUpdate,
  { row, before, after, events, reception }: StoredCopy,
  sender: NodeDraft | undefined,
): void {
  noteSignature(update, sender);
  const origin = originOfPacket(after, events);
  if (origin === 'live' && reception.after.isLive) {
    const known = reception.before?.isLive === true ? reception.before : undefined;
    topology.reception(after.from, known, reception.after, update.announce);
  }
  if (!hasContentChanged(before, after)) return;
  applyContent(events, {
    ...update,
    packet: after,
    messageOrigin: origin,
    row,
    sender,
    rank: rankOf(after),
    before: before === undefined ? null : appliedContentOf(before),
  });
}
