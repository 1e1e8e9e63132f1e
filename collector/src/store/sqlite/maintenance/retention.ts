import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import type { RetentionReport } from '../../store.js';
import type { LinkStore } from '../write/link-store.js';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import { createSeriesPurge, createTimedPurge, type Purge } from './purge.js';
import type { RollupProgress } from '../write/rollup-progress.js';
import type { RolledKind } from './rollup.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';

export type RetentionKind =
  'packets' | 'positions' | 'telemetry' | 'messages' | 'traceroutes' | 'links' | 'events' | 'traffic';

export interface RetentionPolicy {
  readonly defaultDays: number;
  readonly daysByKind: Readonly<Partial<Record<RetentionKind, number>>>;
  /** Hourly roll-ups. */
  readonly rollupDays: number;
  /** Bound of the database in bytes; 0 = none. */
  readonly maxBytes: number;
}

export interface RetentionParts {
  readonly db: Database.Database;
  readonly policy: RetentionPolicy;
  readonly progress: RollupProgress;
  readonly links: LinkStore;
  readonly logger: Logger;
}

export interface Retention {
  /** Call after a roll-up: what is not rolled up is not deleted. */
  run(now: number, batcher: CooperativeBatcher): Promise<RetentionReport>;
  /** Raw rows from before this time may be gone. */
  rawSince(kind: RolledKind): number;
}

/** Redeliveries come within the session expiry of the broker (14 days). */
const SEEN_DAYS = 15;
/** Of each kind one run removes at most this share: a wrong clock must not empty the database before somebody notices. */
const SHARE_PER_RUN = 0.25;
/** Size-bound retention goes through the history in this many steps. */
const STEPS = 50;
const VACUUM_PAGES = 100;
/** Free pages are reused; only what is more than this share is given back. */
const FREE_SHARE = 0.02;

interface Rule {
  readonly purge: Purge;
  readonly days: number;
  /** Raw rows that must be rolled up first. */
  readonly rolled?: RolledKind;
  /** Grows while the mesh is silent, so that its own newest row tells the time. */
  readonly ownTime?: true;
}

function rulesOf(
  db: Database.Database,
  { defaultDays, daysByKind, rollupDays }: RetentionPolicy,
): { raw: Rule[]; hourly: Rule[] } {
  const days = (kind: RetentionKind) => daysByKind[kind] ?? defaultDays;
  const timed = (table: string, column: string, only?: string) =>
    createTimedPurge(db, only === undefined ? { table, column } : { table, column, only });
  return {
    raw: [
      { purge: timed('packets', 'received_at'), days: days('packets'), rolled: 'packets' },
      { purge: timed('positions', 'at'), days: days('positions'), rolled: 'positions' },
      {
        purge: createSeriesPurge(db, { table: 'samples', column: 'at' }),
        days: days('telemetry'),
        rolled: 'telemetry',
      },
      { purge: timed('messages', 'at'), days: days('messages') },
      { purge: timed('traceroutes', 'at'), days: days('traceroutes') },
      { purge: timed('links', 'last_seen'), days: days('links') },
      { purge: timed('events', 'at'), days: days('events') },
      { purge: timed('traffic_minutely', 'minute'), days: days('traffic') },
      { purge: timed('collector_samples', 'at'), days: defaultDays, ownTime: true },
      { purge: timed('seen_messages', 'at'), days: SEEN_DAYS },
      { purge: timed('sessions', 'connected_at', 'disconnected_at IS NOT NULL'), days: days('events') },
      { purge: timed('waypoints', 'at', 'expire_at < :cutoff'), days: defaultDays },
    ],
    hourly: [
      { purge: createSeriesPurge(db, { table: 'samples_hourly', column: 'hour' }), days: rollupDays },
      { purge: timed('positions_hourly', 'hour'), days: rollupDays },
      { purge: timed('receptions_hourly', 'hour'), days: rollupDays },
    ],
  };
}

export function createRetention({ db, policy, progress, links, logger }: RetentionParts): Retention {
  const { raw, hourly } = rulesOf(db, policy);

  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const usedBytes = () => (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  const rawSince = (kind: RolledKind) => Number(readMetadata(db, `raw_since:${kind}`) ?? 0);

  /** Written before the first row goes: an hour that may be incomplete is never rolled up again. */
  function noteRawSince(kind: RolledKind | undefined, cutoff: number): void {
    if (kind !== undefined && cutoff > rawSince(kind)) writeMetadata(db, `raw_since:${kind}`, String(cutoff));
  }

  async function remove(rule: Rule, cutoff: number, budget: number, batcher: CooperativeBatcher): Promise<number> {
    noteRawSince(rule.rolled, cutoff);
    const count = await rule.purge.delete(cutoff, budget, batcher);
    if (rule.purge.name === 'links' && count > 0) links.forgetBefore(cutoff);
    return count;
  }

  const newestRaw = () =>
    Math.max(...raw.filter(({ rolled }) => rolled !== undefined).map(({ purge }) => purge.newest() ?? 0));

  /** Never later than the data says: a clock that jumped ahead makes nothing old. */
  function cutoffOf({ purge, days, rolled, ownTime }: Rule, now: number): number {
    const newest = ownTime === true ? (purge.newest() ?? 0) : newestRaw();
    const cutoff = Math.floor(Math.min(now, newest + DAY_MS) - days * DAY_MS);
    return rolled === undefined ? cutoff : Math.min(cutoff, progress.settledUntil());
  }

  async function byAge(
    rule: Rule,
    now: number,
    batcher: CooperativeBatcher,
  ): Promise<{ deleted: number; limited: boolean }> {
    const cutoff = cutoffOf(rule, now);
    const oldest = await rule.purge.oldest(batcher);
    if (oldest === null || oldest >= cutoff) return { deleted: 0, limited: false };
    const budget = Math.ceil((await rule.purge.count(batcher)) * SHARE_PER_RUN);
    const deleted = await remove(rule, cutoff, budget, batcher);
    return { deleted, limited: deleted >= budget };
  }

  async function oldestOf(rules: readonly Rule[], batcher: CooperativeBatcher): Promise<number> {
    const all = await Promise.all(rules.map(({ purge }) => purge.oldest(batcher)));
    return Math.min(...all.map((at) => at ?? Infinity));
  }

  /** The oldest go first, whatever they are, until it fits; `keepFrom` and later stay. */
  async function bySize(
    rules: readonly Rule[],
    keepFrom: number,
    batcher: CooperativeBatcher,
    deleted: Record<string, number>,
  ): Promise<void> {
    let from = await oldestOf(rules, batcher);
    const step = Math.max(HOUR_MS / 4, (keepFrom - from) / STEPS);
    while (usedBytes() > policy.maxBytes && from < keepFrom && !batcher.interrupted) {
      const cutoff = Math.floor(Math.min(keepFrom, from + step));
      for (const rule of rules) {
        deleted[rule.purge.name] = (deleted[rule.purge.name] ?? 0) + (await remove(rule, cutoff, Infinity, batcher));
      }
      from = cutoff;
    }
  }

  async function fitSize(batcher: CooperativeBatcher, deleted: Record<string, number>): Promise<boolean> {
    if (policy.maxBytes === 0 || usedBytes() <= policy.maxBytes) return false;
    await bySize(raw, Math.min(newestRaw() - HOUR_MS, progress.settledUntil()), batcher, deleted);
    await bySize(hourly, newestRaw() - DAY_MS, batcher, deleted);
    const used = usedBytes();
    if (used <= policy.maxBytes || batcher.interrupted) return batcher.interrupted;
    logger.warn(
      { event: 'store.over_size', usedBytes: used, maxBytes: policy.maxBytes },
      'The database is larger than DATABASE_MAX_MB allows, but only the newest hour is left; raise the limit',
    );
    return true;
  }

  /** Gives free pages back to the file system. */
  async function vacuum(batcher: CooperativeBatcher): Promise<void> {
    const keep = policy.maxBytes === 0 ? pragma('page_count') * FREE_SHARE : 0;
    let free = pragma('freelist_count');
    while (free > keep && !batcher.interrupted) {
      await batcher.once(() => {
        db.pragma(`incremental_vacuum(${VACUUM_PAGES})`);
      });
      const left = pragma('freelist_count');
      if (left >= free) return; // a database made without auto_vacuum
      free = left;
    }
  }

  return {
    rawSince,
    async run(now, batcher) {
      const deleted: Record<string, number> = {};
      let limited = false;
      for (const rule of [...raw, ...hourly]) {
        const outcome = await byAge(rule, now, batcher);
        deleted[rule.purge.name] = outcome.deleted;
        limited ||= outcome.limited;
      }
      limited = (await fitSize(batcher, deleted)) || limited;
      await vacuum(batcher);
      return { deleted, limited: limited || batcher.interrupted };
    },
  };
}
