import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import { isUnicast, MAP_REPORT_PORT, PKI_CHANNEL, type MeshPacket, type NodeNum } from '../../../model.js';
import type { ClockGuard } from './clock-guard.js';
import type { Dictionaries } from './dictionaries.js';
import type { NodeDraft } from './node-draft.js';
import type { TransactionListener } from './transaction.js';

type ChannelPacket = Pick<MeshPacket, 'from' | 'to' | 'channel' | 'decodeStatus' | 'portnum'>;

/**
 * Name of the channel that the packet was sent on. null: on none, because it is a direct message between two nodes' keys
 * or a map report, which a gateway hands to its broker, or because the gateway does not name one.
 */
export function channelUsedBy({ channel, decodeStatus, portnum }: ChannelPacket): string | null {
  const isOnChannel = channel !== PKI_CHANNEL && decodeStatus !== 'pki' && portnum !== MAP_REPORT_PORT;
  return isOnChannel && channel !== '' ? channel : null;
}

/** A broadcast says more about the channel of a node than a packet to one node. */
const RANK = { unicast: 1, broadcast: 2 } as const;

/** Sets the channel of a node: that of its newest broadcast. Of equal times the greater name wins, in whatever order. */
export function updateChannel(draft: NodeDraft, packet: ChannelPacket, at: number, clockGuard: ClockGuard): void {
  const channel = channelUsedBy(packet);
  if (channel === null) return;
  const rank = isUnicast(packet.to) ? RANK.unicast : RANK.broadcast;
  const [knownRank, knownAt] = draft.state.provenance.channel ?? [0, 0];
  if (rank < knownRank) return;
  const isOlder = at === knownAt ? channel <= (draft.node.channel ?? '') : !clockGuard.isNewer(at, knownAt);
  if (rank === knownRank && isOlder) return;
  draft.set('channel', channel);
  draft.setProvenance('channel', rank, at);
}

/** Remembers on which channels nodes were heard, with the first and the newest packet on each. */
export interface NodeChannels extends TransactionListener {
  /** A packet of the node, received at `at`, was sent on a channel; on none, nothing is noted. */
  note(packet: ChannelPacket, at: number): void;
  /** Channels the node was heard on since `since`, by name. */
  channelsOf(num: NodeNum, since: number): readonly string[];
}

interface Use {
  readonly num: NodeNum;
  readonly channel: string;
  readonly first: number;
  readonly last: number;
}

type ChannelRow = readonly [channel: string, last: number];

const MAX_CACHED = 20_000;

export function createNodeChannels(db: Database.Database, dictionaries: Dictionaries): NodeChannels {
  const save = db.prepare<[number, number, number, number]>(`
    INSERT INTO node_channels (channel_id, node_num, first_at, last_at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first_at = MIN(first_at, excluded.first_at), last_at = MAX(last_at, excluded.last_at)`);
  const select = db
    .prepare<[number], ChannelRow>(
      'SELECT c.name, nc.last_at FROM node_channels nc JOIN channels c USING (channel_id) WHERE nc.node_num = ?',
    )
    .raw();
  const pending = new Map<string, Use>();
  const known = new LRUCache<NodeNum, Map<string, number>>({ max: MAX_CACHED });

  return {
    note(packet, at) {
      const channel = channelUsedBy(packet);
      if (channel === null) return;
      const key = `${packet.from} ${channel}`;
      const { first, last } = pending.get(key) ?? { first: at, last: at };
      pending.set(key, { num: packet.from, channel, first: Math.min(first, at), last: Math.max(last, at) });
    },
    channelsOf(num, since) {
      let channels = known.get(num);
      if (channels === undefined) {
        channels = new Map(select.all(num));
        known.set(num, channels);
      }
      return [...channels].filter(([, last]) => last >= since).map(([channel]) => channel);
    },
    flush() {
      for (const { num, channel, first, last } of pending.values()) {
        save.run(dictionaries.channelId(channel), num, first, last);
      }
    },
    committed() {
      for (const { num, channel, last } of pending.values()) {
        const channels = known.peek(num);
        channels?.set(channel, Math.max(last, channels.get(channel) ?? 0));
      }
      pending.clear();
    },
    rolledBack: () => pending.clear(),
  };
}
