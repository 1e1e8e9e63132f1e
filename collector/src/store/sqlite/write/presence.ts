import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { formatNodeId, type NodeNum } from '../../../model.js';
import { isDirect } from './apply/topology.js';
import type { ClockGuard } from './clock-guard.js';
import { toLiveGateway, type GatewayState, type GatewayStore } from './gateway-store.js';
import { updateChannel } from './node-channels.js';
import type { NodeAliases } from './node-aliases.js';
import type { NodeDraft } from './node-draft.js';
import type { NodeStore } from './node-store.js';
import type { Listening } from './listening.js';
import { isImplausibleSignal } from './reading-problems.js';
import { isHistory, type ReceptionUpdate } from './reception-update.js';
import { observeNode } from './silence.js';
import type { Renumbering } from './renumbering.js';
import { formatDuration, nameOf, nameOfGateway } from './wording.js';

export interface PresenceParts {
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly clockGuard: ClockGuard;
  readonly listening: Pick<Listening, 'countedFor' | 'notePacket'>;
  readonly aliases: NodeAliases;
  readonly renumbering: Renumbering;
}

/** How often a later `lastHeard` or `lastSeen` alone is announced. */
const ANNOUNCE_GATEWAY_MS = 10_000;
const ANNOUNCE_NODE_MS = MINUTE_MS;

const crosses = (from: number, to: number, step: number) => Math.floor(from / step) !== Math.floor(to / step);

/** True for a delayed message of which not even the gateway may be there any more. */
const wasKeptByBroker = ({ messageOrigin, reception }: ReceptionUpdate) =>
  messageOrigin === 'delayed' && reception.backlog;

/** Tracks which nodes and gateways are online, when they were heard, by which gateway and how well. */
export class PresenceTracker {
  readonly #nodes: NodeStore;
  readonly #gateways: GatewayStore;
  readonly #clockGuard: ClockGuard;
  readonly #listening: Pick<Listening, 'countedFor' | 'notePacket'>;
  readonly #aliases: NodeAliases;
  readonly #renumbering: Renumbering;

  constructor({ nodes, gateways, clockGuard, listening, aliases, renumbering }: PresenceParts) {
    this.#nodes = nodes;
    this.#gateways = gateways;
    this.#clockGuard = clockGuard;
    this.#listening = listening;
    this.#aliases = aliases;
    this.#renumbering = renumbering;
  }

  /** Returns the sender of a packet, which a live message creates; undefined when it has never been heard itself. */
  trackSender(update: ReceptionUpdate): NodeDraft | undefined {
    const { packet, merged, reception, messageOrigin, newPackets } = update;
    const known = this.#nodes.draft(packet.from);
    if (newPackets < 0) known?.set('packets', known.node.packets + newPackets);
    if (!isHistory(messageOrigin)) return known;
    const draft = known ?? this.#create(packet.from, update);
    if (newPackets > 0) draft.set('packets', draft.node.packets + newPackets);
    this.#updateNewestPacket(draft, update);
    updateChannel(draft, merged, update.at, this.#clockGuard);
    // A late copy from before the node got another number.
    if (messageOrigin === 'delayed' || this.#aliases.isFormer(packet.from)) {
      this.#noteDelayed(draft, update);
      return draft;
    }
    if (newPackets > 0) {
      this.#listening.notePacket(packet.from, reception.receivedAt);
      this.#updateRhythm(draft, update);
    }
    this.#updateLastHeard(draft, update, false);
    this.#updateNewestReception(draft, update);
    return draft;
  }

  /**
   * Brings the sender of a stored packet up to date with what the packet turned out to say. Nobody was heard now: who is
   * online, and since when, stays.
   */
  reviseSender(update: ReceptionUpdate): NodeDraft | undefined {
    const { packet, merged, messageOrigin, newPackets, at } = update;
    const draft = this.#nodes.draft(packet.from);
    if (draft === undefined) return undefined;
    if (newPackets !== 0) draft.set('packets', draft.node.packets + newPackets);
    if (!isHistory(messageOrigin)) return draft;
    this.#updateNewestPacket(draft, update);
    updateChannel(draft, merged, at, this.#clockGuard);
    if (messageOrigin === 'live' && !this.#aliases.isFormer(packet.from)) this.#updateNewestReception(draft, update);
    return draft;
  }

  /** Notes that the gateway published a message. @param newReceptions receptions of it that were not stored yet. */
  trackGateway(update: ReceptionUpdate, newReceptions: number): void {
    const { gateway: num, receivedAt: at } = update.reception;
    if (this.#aliases.isFormer(num)) return;
    const earlier = this.#gateways.get(num);
    const draft = this.#nodes.draft(num) ?? this.#create(num, update);
    draft.set('gateway', true);
    if (wasKeptByBroker(update)) {
      this.#gateways.seen(num, {
        from: null,
        at: earlier?.lastSeen ?? update.heardAt ?? at,
        receptions: newReceptions,
      });
      if (earlier === undefined) this.#gateways.setState(num, 'silent');
      return;
    }
    const state = this.#gateways.seen(num, { from: update.packet.from, at, receptions: newReceptions });
    this.#updateLastHeard(draft, update, true);
    const cameOnline = earlier === undefined || (earlier.state !== 'online' && state.lastSeen <= at);
    if (cameOnline) this.#markGatewayOnline(update, earlier);
    if (cameOnline || crosses(earlier.lastSeen, state.lastSeen, ANNOUNCE_GATEWAY_MS)) this.#announceGateway(update);
  }

  /** Applies the status message that a gateway, or the broker in its name, publishes. */
  setGatewayStatus(online: boolean, update: ReceptionUpdate): void {
    const { gateway } = update.reception;
    const known = this.#gateways.get(gateway);
    // The retained status of a gateway that has never published anything is history.
    const state = online ? 'online' : 'silent';
    if (known === undefined || known.state === state || this.#aliases.isFormer(gateway)) return;
    this.#gateways.setState(gateway, state);
    if (state === 'silent' || known.state === 'silent') {
      this.#recordGateway(update, online, online ? 'It reported itself online' : 'The broker reported it offline', {});
    }
    this.#announceGateway(update);
  }

  #create(num: NodeNum, update: ReceptionUpdate): NodeDraft {
    const { reception, messageOrigin, heardAt, recordEvent } = update;
    // A gateway that sends a queue of the past is there now.
    const isGone = num === reception.gateway ? wasKeptByBroker(update) : messageOrigin === 'delayed';
    const draft = this.#nodes.create(num, isGone ? (heardAt ?? reception.receivedAt) : reception.receivedAt);
    draft.setState(isGone ? 'silent' : 'online');
    draft.set('gateway', this.#gateways.get(num) !== undefined);
    if (this.#renumbering.isKnownNode(num, update)) return draft;
    recordEvent({
      at: reception.receivedAt,
      kind: 'node_new',
      severity: 'info',
      node: num,
      title: `New node ${draft.node.nodeId}`,
      text: `First heard through ${formatNodeId(reception.gateway)}`,
      data: { gatewayId: formatNodeId(reception.gateway) },
    });
    return draft;
  }

  /** A packet of the past moves `lastHeard` as far as that past, and makes nobody online. */
  #noteDelayed(draft: NodeDraft, { heardAt }: ReceptionUpdate): void {
    if (heardAt !== null && heardAt > draft.node.lastHeard) draft.set('lastHeard', heardAt);
  }

  #updateLastHeard(draft: NodeDraft, update: ReceptionUpdate, quietly: boolean): void {
    const at = update.reception.receivedAt;
    if (at < draft.node.firstHeard) draft.set('firstHeard', at);
    if (!this.#clockGuard.isNewer(at, draft.node.lastHeard)) return;
    if (draft.node.state === 'silent') this.#recordReturn(draft, update);
    draft.setState('online');
    draft.set('lastHeard', at, quietly && !crosses(draft.node.lastHeard, at, ANNOUNCE_NODE_MS));
  }

  #updateRhythm(draft: NodeDraft, { packet, reception }: ReceptionUpdate): void {
    const { rhythm } = draft.state;
    const { countedSince } = this.#listening.countedFor(reception.gateway);
    const after = observeNode(rhythm, packet.portnum, reception.receivedAt, countedSince);
    if (after !== rhythm) draft.note({ rhythm: after });
  }

  #recordReturn(draft: NodeDraft, { reception, recordEvent }: ReceptionUpdate): void {
    const at = reception.receivedAt;
    const silentMs = Math.max(0, at - draft.node.lastHeard);
    recordEvent({
      at,
      kind: 'node_back',
      severity: 'info',
      node: draft.num,
      title: `${nameOf(draft.node)} is online again`,
      text: `Heard again after ${formatDuration(silentMs / 1000)}`,
      data: { silentMs },
    });
  }

  /** Hops are those of the newest packet, the fewest of its copies. */
  #updateNewestPacket(draft: NodeDraft, { packet, reception, at }: ReceptionUpdate): void {
    const order = this.#compareToNewest(draft, at, packet.id);
    if (order < 0) return;
    // A gateway's own copy of its packet was not received by anyone.
    const hopsAway = reception.own ? null : reception.hopsAway;
    if (order > 0) {
      draft.note({ newest: { at, packetId: packet.id } });
      this.#setTime(draft, 'newestPacketAt', at, draft.node.hopsAway === hopsAway);
      draft.set('hopsAway', hopsAway);
    } else if (hopsAway !== null && hopsAway < (draft.node.hopsAway ?? Infinity)) {
      draft.set('hopsAway', hopsAway);
    }
  }

  /** By time, then by packet id, so that the order of arrival does not matter. */
  #compareToNewest({ state: { newest } }: NodeDraft, at: number, packetId: number): number {
    if (at === newest.at) return packetId - newest.packetId;
    return this.#clockGuard.isNewer(at, newest.at) ? 1 : -1;
  }

  #updateNewestReception(draft: NodeDraft, { packet, reception }: ReceptionUpdate): void {
    const { gateway, receivedAt, snr, rssi } = reception;
    const { lastGatewayAt, directAt } = draft.node;
    const gatewayId = formatNodeId(gateway);
    const isGreater = receivedAt === lastGatewayAt && gatewayId > (draft.node.lastGatewayId ?? '');
    if (isGreater || this.#clockGuard.isNewer(receivedAt, lastGatewayAt)) {
      this.#setTime(draft, 'lastGatewayAt', receivedAt, draft.node.lastGatewayId === gatewayId);
      draft.set('lastGatewayId', gatewayId);
    }
    // A signal that cannot be takes the place of the older one too: both are unknown now.
    if (!isDirect(reception) && !isImplausibleSignal(packet, reception)) return;
    const isStronger = receivedAt === directAt && (snr ?? -Infinity) > (draft.node.snr ?? -Infinity);
    if (!isStronger && !this.#clockGuard.isNewer(receivedAt, directAt)) return;
    this.#setTime(draft, 'directAt', receivedAt, draft.node.snr === snr && draft.node.rssi === rssi);
    draft.set('snr', snr);
    draft.set('rssi', rssi);
  }

  /** Sets the time of a value. Of a value that stays the same it is announced once a minute. */
  #setTime(draft: NodeDraft, key: 'newestPacketAt' | 'lastGatewayAt' | 'directAt', at: number, isSame: boolean): void {
    draft.set(key, at, isSame && !crosses(draft.node[key] ?? 0, at, ANNOUNCE_NODE_MS));
  }

  #markGatewayOnline(update: ReceptionUpdate, earlier: GatewayState | undefined): void {
    const { gateway, receivedAt } = update.reception;
    this.#gateways.setState(gateway, 'online');
    if (earlier === undefined) {
      this.#recordGateway(update, true, 'It published its first message', { first: true });
    } else if (earlier.state === 'silent') {
      const silence = formatDuration((receivedAt - earlier.lastSeen) / 1000);
      this.#recordGateway(update, true, `It published again after ${silence}`, {});
    }
  }

  #recordGateway(
    { reception, recordEvent }: ReceptionUpdate,
    online: boolean,
    text: string,
    data: Record<string, unknown>,
  ): void {
    const { gateway, receivedAt } = reception;
    recordEvent({
      at: receivedAt,
      kind: online ? 'gateway_up' : 'gateway_down',
      severity: online ? 'info' : 'warning',
      node: gateway,
      title: `Gateway ${nameOfGateway(gateway, this.#nodes.draft(gateway)?.node)} is ${online ? 'up' : 'down'}`,
      text,
      data,
    });
  }

  #announceGateway({ reception, announce }: ReceptionUpdate): void {
    const state = this.#gateways.get(reception.gateway);
    if (state !== undefined) announce({ kind: 'gateway', gateway: toLiveGateway(state) });
  }
}
