import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { Link } from '@mesh-observatory/contract/resources';
import { DAY_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { formatNodeId, type NodeNum } from '../../../model.js';
import type { Latest } from './clock-guard.js';
import type { Participant } from './transaction.js';

/** One proof that `to` heard `from`. */
export interface LinkReading {
  readonly from: NodeNum;
  readonly to: NodeNum;
  readonly kind: LinkKind;
  readonly at: number;
  readonly snr: number | null;
  readonly rssi: number | null;
}

interface LinkState extends Omit<LinkReading, 'at'> {
  readonly snrAvg: number | null;
  /** Weight of `snrAvg` at `snrAt`. */
  readonly snrWeight: number;
  /** Time of snr and rssi. */
  readonly snrAt: number;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

export interface LinkStore extends Participant {
  /**
   * Adds a reading; returns the link as it is now. `again`: the packet that carries it was applied before, it counts
   * only when it is news. Undefined when it was not.
   */
  observe(reading: LinkReading, again?: boolean): Link | undefined;
  /** The one neighbour of this gateway whose number ends in `lastByte`; undefined when there is none or several. */
  resolveRelay(gateway: NodeNum, lastByte: number, at: number): NodeNum | undefined;
  newest(limit: number): readonly Link[];
  /** Retention removed the rows of links not seen since. */
  forgetBefore(at: number): void;
}

/** A reading this much older counts half. Neighbours are reported every few hours, direct packets more often. */
const HALF_LIFE_MS = DAY_MS;
const MAX_CACHED = 20_000;
const LOADED_AT_START = 5_000;
/** A neighbour not heard for longer does not explain a relayed packet. */
const NEIGHBOUR_AGE_MS = 7 * DAY_MS;
const RELAY_CACHE_MS = 10 * MINUTE_MS;

interface LinkRow {
  readonly from_num: number;
  readonly to_num: number;
  readonly kind: LinkKind;
  readonly snr: number | null;
  readonly snr_avg: number | null;
  readonly snr_weight: number;
  readonly snr_at: number;
  readonly rssi: number | null;
  readonly count: number;
  readonly first_seen: number;
  readonly last_seen: number;
}

const toState = (row: LinkRow): LinkState => ({
  from: row.from_num as NodeNum,
  to: row.to_num as NodeNum,
  kind: row.kind,
  snr: row.snr,
  snrAvg: row.snr_avg,
  snrWeight: row.snr_weight,
  snrAt: row.snr_at,
  rssi: row.rssi,
  count: row.count,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
});

const toLink = (state: LinkState): Link => ({
  fromId: formatNodeId(state.from),
  toId: formatNodeId(state.to),
  kind: state.kind,
  snr: state.snr,
  snrAvg: state.snrAvg === null ? null : Math.round(state.snrAvg * 1000) / 1000,
  rssi: state.rssi,
  count: state.count,
  firstSeen: state.firstSeen,
  lastSeen: state.lastSeen,
});

const keyOf = ({ from, to, kind }: Pick<LinkReading, 'from' | 'to' | 'kind'>) => `${from}:${to}:${kind}`;

const UNSEEN = { snr: null, snrAvg: null, snrWeight: 0, snrAt: 0, rssi: null, count: 0 } as const;

/**
 * Exponentially weighted by time, not by order of arrival: late readings find their place, so that any order of the same
 * readings gives the same average.
 */
function average(state: LinkState, snr: number, at: number): Pick<LinkState, 'snrAvg' | 'snrWeight'> {
  const decay = 0.5 ** (Math.abs(at - state.snrAt) / HALF_LIFE_MS);
  const before = at >= state.snrAt ? state.snrWeight * decay : state.snrWeight;
  const weight = at >= state.snrAt ? 1 : decay;
  const total = before + weight;
  return { snrAvg: ((state.snrAvg ?? 0) * before + snr * weight) / total, snrWeight: total };
}

function merge(earlier: LinkState | undefined, reading: LinkReading, latest: Latest): LinkState {
  const { at, snr, rssi } = reading;
  const known = earlier ?? { ...reading, ...UNSEEN, firstSeen: at, lastSeen: at };
  const state = latest.isFuture(known.lastSeen) ? { ...known, ...UNSEEN, count: known.count, lastSeen: at } : known;
  const seen = {
    ...state,
    count: state.count + 1,
    firstSeen: Math.min(state.firstSeen, at),
    lastSeen: Math.max(state.lastSeen, at),
  };
  if (snr === null && rssi === null) return seen;
  const strongest = at === state.snrAt && (snr ?? -Infinity) > (state.snr ?? -Infinity);
  const newest = at > state.snrAt || strongest ? { snr: snr ?? state.snr, rssi: rssi ?? state.rssi } : {};
  return {
    ...seen,
    ...newest,
    ...(snr === null ? {} : average(state, snr, at)),
    snrAt: Math.max(state.snrAt, at),
  };
}

export function createLinkStore(db: Database.Database, latest: Latest): LinkStore {
  const select = db.prepare<[number, number, string], LinkRow>(
    'SELECT * FROM links WHERE from_num = ? AND to_num = ? AND kind = ?',
  );
  const selectNewest = db.prepare<[number], LinkRow>('SELECT * FROM links ORDER BY last_seen DESC LIMIT ?');
  const selectNeighbours = db
    .prepare<[number, number, number], number>(
      `SELECT DISTINCT from_num FROM links
       WHERE to_num = ? AND kind IN ('direct', 'neighbor') AND from_num & 255 = ? AND last_seen > ? LIMIT 2`,
    )
    .pluck();
  const save = db.prepare(`
    INSERT INTO links (from_num, to_num, kind, snr, snr_avg, snr_weight, snr_at, rssi, count, first_seen, last_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET snr = excluded.snr, snr_avg = excluded.snr_avg, snr_weight = excluded.snr_weight,
      snr_at = excluded.snr_at, rssi = excluded.rssi, count = excluded.count, first_seen = excluded.first_seen,
      last_seen = excluded.last_seen`);
  const cache = new LRUCache<string, LinkState>({ max: MAX_CACHED });
  const pending = new Map<string, LinkState>();
  const relays = new LRUCache<string, { readonly num: NodeNum | undefined }>({ max: 5_000, ttl: RELAY_CACHE_MS });
  for (const row of selectNewest.all(LOADED_AT_START).reverse()) {
    const state = toState(row);
    cache.set(keyOf(state), state);
  }

  function find(reading: LinkReading, key: string): LinkState | undefined {
    const known = pending.get(key) ?? cache.peek(key);
    if (known !== undefined) return known;
    const row = select.get(reading.from, reading.to, reading.kind);
    return row === undefined ? undefined : toState(row);
  }

  function write(state: LinkState): void {
    save.run(
      state.from,
      state.to,
      state.kind,
      state.snr,
      state.snrAvg,
      state.snrWeight,
      state.snrAt,
      state.rssi,
      state.count,
      state.firstSeen,
      state.lastSeen,
    );
  }

  return {
    observe(reading, again = false) {
      const key = keyOf(reading);
      const earlier = find(reading, key);
      if (again && earlier !== undefined && earlier.lastSeen >= reading.at) return undefined;
      const state = merge(earlier, reading, latest);
      pending.set(key, state);
      if (earlier === undefined) {
        // Known at once, because a relay is looked up in the table; and what was concluded without it is void.
        write(state);
        relays.delete(`${reading.to}:${reading.from & 255}`);
      }
      return toLink(state);
    },
    resolveRelay(gateway, lastByte, at) {
      const key = `${gateway}:${lastByte}`;
      const cached = relays.get(key);
      if (cached !== undefined) return cached.num;
      const [num, second] = selectNeighbours.all(gateway, lastByte, at - NEIGHBOUR_AGE_MS);
      const found = second === undefined ? (num as NodeNum | undefined) : undefined;
      relays.set(key, { num: found });
      return found;
    },
    newest(limit) {
      const links: Link[] = [];
      for (const state of cache.values()) {
        if (links.length >= limit) break;
        links.push(toLink(state));
      }
      return links;
    },
    forgetBefore(at) {
      for (const [key, { lastSeen }] of cache.entries()) if (lastSeen < at) cache.delete(key);
    },
    flush() {
      for (const state of pending.values()) write(state);
    },
    committed() {
      for (const [key, state] of pending) cache.set(key, state);
      pending.clear();
    },
    rolledBack() {
      pending.clear();
      relays.clear();
    },
  };
}
