import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { LiveGateway } from '@mesh-observatory/contract/live';
import { GATEWAY_SILENT_FLOOR_MS, isOnline, type PresenceState } from '@mesh-observatory/contract/presence';
import { formatNodeId, type NodeNum } from '../../../model.js';
import type { ClockGuard } from './clock-guard.js';
import { nextDue } from './due.js';
import type { Listening } from './listening.js';
import { observe, parseRhythm, serializeRhythm, TRAFFIC_RHYTHM, type Rhythm } from './rhythm.js';
import { trafficThresholds, type Thresholds } from './silence.js';
import type { TransactionListener } from './transaction.js';
import type { GatewayRow } from '../rows/gateway.js';
import { GATEWAY_STATE } from '../rows/presence.js';

export interface GatewayState {
  readonly num: NodeNum;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly state: PresenceState;
  readonly receptions: number;
  /** Of all that it publishes: its own packets, and those it relays. */
  readonly rhythm: Rhythm | undefined;
  /** Sender of its newest packet; null = none since the start. */
  readonly lastFrom: NodeNum | null;
}

/** One packet that a gateway published. */
export interface Publication {
  /** Sender of the packet; null: the broker had kept it, which says nothing about the rhythm. */
  readonly from: NodeNum | null;
  /** Receive time. */
  readonly at: number;
  /** Receptions that were not known yet. */
  readonly receptions: number;
}

interface StoredGatewayRow extends GatewayRow {
  readonly rhythm: string | null;
}

export interface GatewayStore extends TransactionListener {
  get(num: NodeNum): GatewayState | undefined;
  seen(num: NodeNum, publication: Publication): GatewayState;
  setState(num: NodeNum, state: PresenceState): void;
  /** Records that it publishes on this topic and channel. */
  recordUse(num: NodeNum, topicId: number, channelId: number, at: number): void;
  /** Gateways that may have to change their state by now, the longest overdue first. */
  due(now: number, limit: number): readonly GatewayState[];
  thresholdsOf(gateway: GatewayState): Thresholds;
  /** Cached gateways that count as online but were last seen before the collector could hear. */
  outdated(limit: number): readonly GatewayState[];
  all(): readonly LiveGateway[];
  /** Drops gateways from the cache whose rows retention removed: those not seen since `at`. Returns them. */
  forgetBefore(at: number): readonly NodeNum[];
}

const MAX_CACHED = 10_000;

const toState = (row: StoredGatewayRow): GatewayState => ({
  num: row.gateway_num as NodeNum,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  state: row.state,
  receptions: row.receptions,
  rhythm: parseRhythm(row.rhythm ?? ''),
  lastFrom: null,
});

export const toLiveGateway = ({ num, state, firstSeen, lastSeen }: GatewayState): LiveGateway => ({
  gatewayId: formatNodeId(num),
  online: isOnline(state),
  state,
  firstSeen,
  lastSeen,
});

const thresholdsOf = ({ rhythm }: GatewayState) => trafficThresholds(rhythm, GATEWAY_SILENT_FLOOR_MS);

export function createGatewayStore(db: Database.Database, clockGuard: ClockGuard, listening: Listening): GatewayStore {
  const columns = `
    SELECT g.*, ${GATEWAY_STATE} AS state, p.rhythm
    FROM gateways g LEFT JOIN gateway_presence p USING (gateway_num)`;
  const select = db.prepare<[number], StoredGatewayRow>(`${columns} WHERE g.gateway_num = ?`);
  const selectNewest = db.prepare<[number], StoredGatewayRow>(`${columns} ORDER BY g.last_seen DESC LIMIT ?`);
  const selectDue = db
    .prepare<[number, number], number>(
      'SELECT gateway_num FROM gateway_presence WHERE due_at < ? ORDER BY due_at LIMIT ?',
    )
    .pluck();
  const save = db.prepare(`
    INSERT INTO gateways (gateway_num, first_seen, last_seen, online, receptions) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first_seen = excluded.first_seen, last_seen = excluded.last_seen,
      online = excluded.online, receptions = excluded.receptions`);
  const savePresence = db.prepare(`
    INSERT INTO gateway_presence (gateway_num, late, due_at, rhythm) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET late = excluded.late, due_at = excluded.due_at, rhythm = excluded.rhythm`);
  const saveUse = db.prepare(`
    INSERT INTO gateway_channels (gateway_num, topic_id, channel_id, last_seen) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_seen = MAX(last_seen, excluded.last_seen)`);
  const cache = new LRUCache<NodeNum, GatewayState>({ max: MAX_CACHED });
  const pending = new Map<NodeNum, GatewayState>();
  const uses = new Map<string, { num: NodeNum; topicId: number; channelId: number; at: number }>();
  for (const row of selectNewest.all(MAX_CACHED).reverse()) cache.set(row.gateway_num as NodeNum, toState(row));

  function get(num: NodeNum): GatewayState | undefined {
    const known = pending.get(num) ?? cache.peek(num);
    if (known !== undefined) return known;
    const row = select.get(num);
    return row === undefined ? undefined : toState(row);
  }

  /** Chats of one node that is heard all the time say nothing: a change of the sender counts, and its own packets do. */
  function rhythmWith({ num, rhythm, lastFrom }: GatewayState, { from, at }: Publication): Rhythm | undefined {
    const counts = from !== null && (from === num || from !== lastFrom);
    return counts ? observe(rhythm, at, listening.countedFor(num).countedSince, TRAFFIC_RHYTHM) : rhythm;
  }

  const isOutdated = ({ state, lastSeen }: GatewayState) => isOnline(state) && lastSeen < listening.heardSince;

  /** The state is that of the row until the gateway is looked at again. */
  const shown = (gateway: GatewayState): GatewayState =>
    isOutdated(gateway) ? { ...gateway, state: 'unknown' } : gateway;

  return {
    get,
    seen(num, publication) {
      const { at, receptions, from } = publication;
      const earlier: GatewayState = get(num) ?? {
        num,
        firstSeen: at,
        lastSeen: at,
        state: 'online',
        receptions: 0,
        rhythm: undefined,
        lastFrom: null,
      };
      const state: GatewayState = {
        ...earlier,
        rhythm: rhythmWith(earlier, publication),
        lastFrom: from ?? earlier.lastFrom,
        firstSeen: Math.min(earlier.firstSeen, at),
        lastSeen: clockGuard.isNewer(at, earlier.lastSeen) ? at : earlier.lastSeen,
        receptions: earlier.receptions + receptions,
      };
      pending.set(num, state);
      return state;
    },
    setState(num, state) {
      const gateway = get(num);
      if (gateway !== undefined) pending.set(num, { ...gateway, state });
    },
    recordUse(num, topicId, channelId, at) {
      const key = `${num}:${topicId}:${channelId}`;
      uses.set(key, { num, topicId, channelId, at: Math.max(at, uses.get(key)?.at ?? 0) });
    },
    due: (now, limit) =>
      selectDue
        .all(now, limit)
        .map((num) => get(num as NodeNum))
        .filter((gateway) => gateway !== undefined),
    thresholdsOf,
    outdated: (limit) => [...cache.values()].filter(isOutdated).slice(0, limit),
    all: () => [...cache.values()].map((gateway) => toLiveGateway(shown(gateway))),
    forgetBefore(at) {
      const gone = [...cache.values()].filter(({ num, lastSeen }) => lastSeen < at && select.get(num) === undefined);
      for (const { num } of gone) cache.delete(num);
      return gone.map(({ num }) => num);
    },
    flush() {
      for (const gateway of pending.values()) {
        const { num, firstSeen, lastSeen, state, receptions, rhythm } = gateway;
        save.run(num, firstSeen, lastSeen, Number(state !== 'silent'), receptions);
        const dueAt = nextDue(state, lastSeen, thresholdsOf(gateway), listening.countedFor(num));
        savePresence.run(num, Number(state === 'late'), dueAt, serializeRhythm(rhythm));
      }
      for (const { num, topicId, channelId, at } of uses.values()) saveUse.run(num, topicId, channelId, at);
    },
    committed() {
      for (const [num, state] of pending) cache.set(num, state);
      pending.clear();
      uses.clear();
    },
    rolledBack() {
      pending.clear();
      uses.clear();
    },
  };
}
