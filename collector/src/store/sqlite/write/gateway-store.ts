import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { LiveGateway } from '@mesh-observatory/contract/live';
import { formatNodeId, type NodeNum } from '../../../model.js';
import type { ClockGuard } from './clock-guard.js';
import type { TransactionListener } from './transaction.js';
import type { GatewayRow } from '../rows/gateway.js';

export interface GatewayState {
  readonly num: NodeNum;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly online: boolean;
  readonly receptions: number;
}

export interface GatewayStore extends TransactionListener {
  get(num: NodeNum): GatewayState | undefined;
  /** The gateway published something at `at`; `receptions` of it were not known yet. */
  seen(num: NodeNum, at: number, receptions: number): GatewayState;
  setOnline(num: NodeNum, online: boolean): void;
  /** Records that it publishes on this topic and channel. */
  recordUse(num: NodeNum, topicId: number, channelId: number, at: number): void;
  /** Gateways marked online that were not seen since `before`. */
  silentSince(before: number, limit: number): readonly GatewayState[];
  all(): readonly LiveGateway[];
}

const MAX_CACHED = 10_000;

const toState = (row: GatewayRow): GatewayState => ({
  num: row.gateway_num as NodeNum,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  online: row.online === 1,
  receptions: row.receptions,
});

export const toLiveGateway = ({ num, online, firstSeen, lastSeen }: GatewayState): LiveGateway => ({
  gatewayId: formatNodeId(num),
  online,
  firstSeen,
  lastSeen,
});

export function createGatewayStore(db: Database.Database, clockGuard: ClockGuard): GatewayStore {
  const select = db.prepare<[number], GatewayRow>('SELECT * FROM gateways WHERE gateway_num = ?');
  const selectNewest = db.prepare<[number], GatewayRow>('SELECT * FROM gateways ORDER BY last_seen DESC LIMIT ?');
  const selectSilent = db.prepare<[number, number], GatewayRow>(
    'SELECT * FROM gateways WHERE online = 1 AND last_seen < ? LIMIT ?',
  );
  const save = db.prepare(`
    INSERT INTO gateways (gateway_num, first_seen, last_seen, online, receptions) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first_seen = excluded.first_seen, last_seen = excluded.last_seen,
      online = excluded.online, receptions = excluded.receptions`);
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

  return {
    get,
    seen(num, at, receptions) {
      const earlier = get(num) ?? { num, firstSeen: at, lastSeen: at, online: true, receptions: 0 };
      const state: GatewayState = {
        ...earlier,
        firstSeen: Math.min(earlier.firstSeen, at),
        lastSeen: clockGuard.isNewer(at, earlier.lastSeen) ? at : earlier.lastSeen,
        receptions: earlier.receptions + receptions,
      };
      pending.set(num, state);
      return state;
    },
    setOnline(num, online) {
      const state = get(num);
      if (state !== undefined) pending.set(num, { ...state, online });
    },
    recordUse(num, topicId, channelId, at) {
      const key = `${num}:${topicId}:${channelId}`;
      uses.set(key, { num, topicId, channelId, at: Math.max(at, uses.get(key)?.at ?? 0) });
    },
    silentSince: (before, limit) => selectSilent.all(before, limit).map(toState),
    all: () => [...cache.values()].map(toLiveGateway),
    flush() {
      for (const { num, firstSeen, lastSeen, online, receptions } of pending.values()) {
        save.run(num, firstSeen, lastSeen, Number(online), receptions);
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
