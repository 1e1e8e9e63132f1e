import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { Link } from '@mesh-observatory/contract/resources';
import { DAY_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { NodeNum } from '../../../model.js';
import type { ClockGuard } from './clock-guard.js';
import type { TransactionListener } from './transaction.js';
import { toLink, type LinkRow } from '../rows/link.js';

/** One piece of evidence that `to` heard `from`. */
export interface LinkReading {
  readonly from: NodeNum;
  readonly to: NodeNum;
  readonly kind: LinkKind;
  readonly at: number;
  readonly snr: number | null;
  readonly rssi: number | null;
}

/** A row of `links` with the columns that continue the mean. */
interface LinkState extends LinkRow {
  /** Weight of `snr_avg` at `snr_at`. */
  readonly snr_weight: number;
}

export interface LinkStore extends TransactionListener {
  /**
   * Adds a reading; returns the link as it is now. `isReapplied`: the packet that carries it was applied before, so
   * that it counts only when it is newer than the link; undefined when it is not.
   */
  observe(reading: LinkReading, isReapplied?: boolean): Link | undefined;
  /** The one neighbor of this gateway whose number ends in `lastByte`; undefined when there is none or several. */
  resolveRelay(gateway: NodeNum, lastByte: number, at: number): NodeNum | undefined;
  newest(limit: number): readonly Link[];
  /** Drops links from the cache whose rows retention removed: those not seen since `at`. */
  forgetBefore(at: number): void;
}

/** A reading this much older counts half. Neighbors are reported every few hours, direct packets more often. */
const HALF_LIFE_MS = DAY_MS;
const MAX_CACHED = 20_000;
const LOADED_AT_START = 5_000;
/** A neighbor not heard for longer does not explain a relayed packet. */
const NEIGHBOR_AGE_MS = 7 * DAY_MS;
const RELAY_CACHE_MS = 10 * MINUTE_MS;

const keyOf = (from: number, to: number, kind: LinkKind) => `${from}:${to}:${kind}`;
const keyOfState = (state: LinkState) => keyOf(state.from_num, state.to_num, state.kind);

const UNSEEN = { snr: null, snr_avg: null, snr_weight: 0, snr_at: 0, rssi: null, count: 0 } as const;

/**
 * Exponentially weighted by time, not by order of arrival: late readings find their place, so that any order of the
 * same readings gives the same average.
 */
function average(state: LinkState, snr: number, at: number): Pick<LinkState, 'snr_avg' | 'snr_weight'> {
  const decay = 0.5 ** (Math.abs(at - state.snr_at) / HALF_LIFE_MS);
  const before = at >= state.snr_at ? state.snr_weight * decay : state.snr_weight;
  const weight = at >= state.snr_at ? 1 : decay;
  const total = before + weight;
  return { snr_avg: ((state.snr_avg ?? 0) * before + snr * weight) / total, snr_weight: total };
}

function newLink({ from, to, kind, at }: LinkReading): LinkState {
  return { from_num: from, to_num: to, kind, ...UNSEEN, first_seen: at, last_seen: at };
}

function merge(earlier: LinkState | undefined, reading: LinkReading, clockGuard: ClockGuard): LinkState {
  const { at, snr, rssi } = reading;
  const known = earlier ?? newLink(reading);
  const state = clockGuard.isFuture(known.last_seen)
    ? { ...known, ...UNSEEN, count: known.count, last_seen: at }
    : known;
  const seen = {
    ...state,
    count: state.count + 1,
    first_seen: Math.min(state.first_seen, at),
    last_seen: Math.max(state.last_seen, at),
  };
  if (snr === null && rssi === null) return seen;
  const strongest = at === state.snr_at && (snr ?? -Infinity) > (state.snr ?? -Infinity);
  // Both are of `snr_at`: a reading without one of them leaves none of an earlier time.
  const newest = at > state.snr_at || strongest ? { snr, rssi } : {};
  return {
    ...seen,
    ...newest,
    ...(snr === null ? {} : average(state, snr, at)),
    snr_at: Math.max(state.snr_at, at),
  };
}

export function createLinkStore(db: Database.Database, clockGuard: ClockGuard): LinkStore {
  const select = db.prepare<[number, number, string], LinkState>(
    'SELECT * FROM links WHERE from_num = ? AND to_num = ? AND kind = ?',
  );
  const selectNewest = db.prepare<[number], LinkState>('SELECT * FROM links ORDER BY last_seen DESC LIMIT ?');
  const selectNeighbors = db
    .prepare<[number, number, number], number>(
      `SELECT DISTINCT from_num FROM links
       WHERE to_num = ? AND kind IN ('direct', 'neighbor') AND from_num & 255 = ? AND last_seen > ? LIMIT 2`,
    )
    .pluck();
  const save = db.prepare(`
    INSERT INTO links (from_num, to_num, kind, snr, snr_avg, snr_weight, snr_at, rssi, count, first_seen, last_seen)
    VALUES (:from_num, :to_num, :kind, :snr, :snr_avg, :snr_weight, :snr_at, :rssi, :count, :first_seen, :last_seen)
    ON CONFLICT DO UPDATE SET snr = excluded.snr, snr_avg = excluded.snr_avg, snr_weight = excluded.snr_weight,
      snr_at = excluded.snr_at, rssi = excluded.rssi, count = excluded.count, first_seen = excluded.first_seen,
      last_seen = excluded.last_seen`);
  const cache = new LRUCache<string, LinkState>({ max: MAX_CACHED });
  const pending = new Map<string, LinkState>();
  const relays = new LRUCache<string, { readonly num: NodeNum | undefined }>({ max: 5_000, ttl: RELAY_CACHE_MS });
  for (const state of selectNewest.all(LOADED_AT_START).reverse()) cache.set(keyOfState(state), state);

  return {
    observe(reading, isReapplied = false) {
      const { from, to, kind, at } = reading;
      const key = keyOf(from, to, kind);
      const earlier = pending.get(key) ?? cache.peek(key) ?? select.get(from, to, kind);
      if (isReapplied && earlier !== undefined && earlier.last_seen >= at) return undefined;
      const state = merge(earlier, reading, clockGuard);
      pending.set(key, state);
      if (earlier === undefined) {
        // Written at once: relays are looked up in the table. What was resolved without this link is outdated.
        save.run(state);
        relays.delete(`${to}:${from & 255}`);
      }
      return toLink(state);
    },
    resolveRelay(gateway, lastByte, at) {
      const key = `${gateway}:${lastByte}`;
      const cached = relays.get(key);
      if (cached !== undefined) return cached.num;
      const [num, second] = selectNeighbors.all(gateway, lastByte, at - NEIGHBOR_AGE_MS);
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
      for (const [key, { last_seen }] of cache.entries()) if (last_seen < at) cache.delete(key);
    },
    flush() {
      for (const state of pending.values()) save.run(state);
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
