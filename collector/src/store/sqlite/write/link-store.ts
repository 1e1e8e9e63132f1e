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
  /** Adds a reading; returns the link as it is now. */
  observe(reading: LinkReading): Link;
  /** Replaces a reading of the same link by a better one of the same packet. */
  revise(before: LinkReading, after: LinkReading): Link;
  /** Takes back a reading that turned out to be none. Returns the link, undefined when there is no other reading. */
  retract(reading: LinkReading): Link | undefined;
  /** The one neighbor of this gateway whose number ends in `lastByte`; undefined when there is none or several. */
  resolveRelay(gateway: NodeNum, lastByte: number, at: number): NodeNum | undefined;
  newest(limit: number): readonly Link[];
  /** Drops links from the cache whose rows retention removed: those not seen since `at`. */
  forgetBefore(at: number): void;
}

/** A reading this much older counts half. Neighbors are reported every few hours, direct packets more often. */
const HALF_LIFE_MS = DAY_MS;
/** Weights decay by half a day: a reading that counts this little is months old. */
const NEGLIGIBLE_WEIGHT = 1e-9;
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

/** The average without one reading; the rest of a rounding error is no reading. */
function averageWithout(state: LinkState, { snr, at }: LinkReading): Pick<LinkState, 'snr_avg' | 'snr_weight'> {
  if (snr === null || state.snr_avg === null) return state;
  const weight = 0.5 ** (Math.abs(state.snr_at - at) / HALF_LIFE_MS);
  const left = state.snr_weight - weight;
  if (left < NEGLIGIBLE_WEIGHT) return { snr_avg: null, snr_weight: 0 };
  return { snr_avg: (state.snr_avg * state.snr_weight - snr * weight) / left, snr_weight: left };
}

/**
 * The link without a reading. Of the reading before it only the average is known: when it was the newest one, its time
 * and signal stay until the next one.
 */
function without(state: LinkState, reading: LinkReading): LinkState {
  return { ...state, ...averageWithout(state, reading), count: state.count - 1 };
}

function revised(state: LinkState, before: LinkReading, after: LinkReading, clockGuard: ClockGuard): LinkState {
  const rest = without(state, before);
  const { at } = before;
  const wasFirst = state.first_seen === at;
  const wasNewest = state.snr_at === at && state.snr === before.snr && state.rssi === before.rssi;
  const snrAt = wasNewest ? Math.min(at, after.at) : state.snr_at;
  const cleared: LinkState = {
    ...rest,
    first_seen: wasFirst ? after.at : state.first_seen,
    last_seen: state.last_seen === at ? after.at : state.last_seen,
    ...(wasNewest ? { snr: null, rssi: null } : {}),
    snr_at: snrAt,
    snr_weight: rest.snr_weight * 0.5 ** ((snrAt - state.snr_at) / HALF_LIFE_MS),
  };
  return merge(cleared, after, clockGuard);
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

function prepareStatements(db: Database.Database) {
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
  const remove = db.prepare<[number, number, string]>(
    'DELETE FROM links WHERE from_num = ? AND to_num = ? AND kind = ?',
  );
  return { select, selectNewest, selectNeighbors, save, remove };
}

export function createLinkStore(db: Database.Database, clockGuard: ClockGuard): LinkStore {
  const { select, selectNewest, selectNeighbors, save, remove } = prepareStatements(db);
  const cache = new LRUCache<string, LinkState>({ max: MAX_CACHED });
  const pending = new Map<string, LinkState>();
  const relays = new LRUCache<string, { readonly num: NodeNum | undefined }>({ max: 5_000, ttl: RELAY_CACHE_MS });
  for (const state of selectNewest.all(LOADED_AT_START).reverse()) cache.set(keyOfState(state), state);

  /** undefined when every reading of it was taken back, too. */
  function find({ from, to, kind }: LinkReading): LinkState | undefined {
    const key = keyOf(from, to, kind);
    const state = pending.get(key) ?? cache.peek(key) ?? select.get(from, to, kind);
    return state === undefined || state.count <= 0 ? undefined : state;
  }

  function keep(state: LinkState): void {
    pending.set(keyOfState(state), state);
  }

  return {
    observe(reading) {
      const { from, to } = reading;
      const earlier = find(reading);
      const state = merge(earlier, reading, clockGuard);
      keep(state);
      if (earlier === undefined) {
        // Written at once: relays are looked up in the table. What was resolved without this link is outdated.
        save.run(state);
        relays.delete(`${to}:${from & 255}`);
      }
      return toLink(state);
    },
    revise(before, after) {
      const earlier = find(before);
      const state =
        earlier === undefined ? merge(undefined, after, clockGuard) : revised(earlier, before, after, clockGuard);
      keep(state);
      return toLink(state);
    },
    retract(reading) {
      const earlier = find(reading);
      if (earlier === undefined) return undefined;
      const state = without(earlier, reading);
      keep(state);
      relays.delete(`${reading.to}:${reading.from & 255}`);
      return state.count > 0 ? toLink(state) : undefined;
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
      for (const state of pending.values()) {
        if (state.count > 0) save.run(state);
        else remove.run(state.from_num, state.to_num, state.kind);
      }
    },
    committed() {
      for (const [key, state] of pending) {
        if (state.count > 0) cache.set(key, state);
        else cache.delete(key);
      }
      pending.clear();
    },
    rolledBack() {
      pending.clear();
      relays.clear();
    },
  };
}
