import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import type { RetentionKind } from '@mesh-observatory/contract/retention-kinds';
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import type { RetentionReport } from '../../store.js';
import type { LinkStore } from '../write/link-store.js';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import { createSeriesPurge, createTimedPurge, type Purge } from './purge.js';
import type { RollupProgress } from '../write/rollup-progress.js';
import type { RolledKind } from './rollup.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';

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

/** Redeliveries come within the session expiry of the broker (14 days). */
const SEEN_DAYS = 15;
/** One run removes at most this share of each kind: a wrong clock must not empty the database before it is noticed. */
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
  /** Written even while the mesh is silent, so that its age is measured from its own newest row. */
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
      { purge: timed('gateway_clocks', 'read_at'), days: rollupDays },
    ],
  };
}

/** Deletes what is older than the policy keeps, and the oldest when the database grows too large. */
export class Retention {
  readonly #parts: RetentionParts;
  readonly #raw: readonly Rule[];
  readonly #hourly: readonly Rule[];

  constructor(parts: RetentionParts) {
    const { raw, hourly } = rulesOf(parts.db, parts.policy);
    this.#parts = parts;
    this.#raw = raw;
    this.#hourly = hourly;
  }

  /** Call it after a roll-up: what is not rolled up is not deleted. */
  async run(now: number, batcher: CooperativeBatcher): Promise<RetentionReport> {
    const deleted: Record<string, number> = {};
    let limited = false;
    for (const rule of [...this.#raw, ...this.#hourly]) {
      const outcome = await this.#deleteByAge(rule, now, batcher);
      deleted[rule.purge.name] = outcome.deleted;
      limited ||= outcome.limited;
    }
    limited = (await this.#fitSize(batcher, deleted)) || limited;
    await this.#vacuum(batcher);
    return { deleted, limited: limited || batcher.interrupted };
  }

  /** Raw rows from before this time may be gone. */
  rawSince(kind: RolledKind): number {
    return Number(readMetadata(this.#parts.db, `raw_since:${kind}`) ?? 0);
  }

  async #deleteByAge(
    rule: Rule,
    now: number,
    batcher: CooperativeBatcher,
  ): Promise<{ deleted: number; limited: boolean }> {
    const cutoff = this.#cutoffOf(rule, now);
    const oldest = await rule.purge.oldest(batcher);
    if (oldest === null || oldest >= cutoff) return { deleted: 0, limited: false };
    const budget = Math.ceil((await rule.purge.count(batcher)) * SHARE_PER_RUN);
    const deleted = await this.#delete(rule, cutoff, budget, batcher);
    return { deleted, limited: deleted >= budget };
  }

  /** Never later than the newest data: a clock that jumped ahead makes nothing old. */
  #cutoffOf({ purge, days, rolled, ownTime }: Rule, now: number): number {
    const newest = ownTime === true ? (purge.newest() ?? 0) : this.#newestRaw();
    const cutoff = Math.floor(Math.min(now, newest + DAY_MS) - days * DAY_MS);
    return rolled === undefined ? cutoff : Math.min(cutoff, this.#parts.progress.settledUntil());
  }

  #newestRaw(): number {
    const rolled = this.#raw.filter((rule) => rule.rolled !== undefined);
    return Math.max(...rolled.map(({ purge }) => purge.newest() ?? 0));
  }

  async #delete(rule: Rule, cutoff: number, budget: number, batcher: CooperativeBatcher): Promise<number> {
    this.#noteRawSince(rule.rolled, cutoff);
    const count = await rule.purge.delete(cutoff, budget, batcher);
    if (rule.purge.name === 'links' && count > 0) this.#parts.links.forgetBefore(cutoff);
    return count;
  }

  /** Written before the first row is deleted: an hour that may be incomplete is never rolled up again. */
  #noteRawSince(kind: RolledKind | undefined, cutoff: number): void {
    if (kind !== undefined && cutoff > this.rawSince(kind))
      writeMetadata(this.#parts.db, `raw_since:${kind}`, String(cutoff));
  }

  /** @returns true when the database is still too large. */
  async #fitSize(batcher: CooperativeBatcher, deleted: Record<string, number>): Promise<boolean> {
    const { policy, progress, logger } = this.#parts;
    if (!this.#isTooLarge()) return false;
    await this.#deleteOldest(
      this.#raw,
      Math.min(this.#newestRaw() - HOUR_MS, progress.settledUntil()),
      batcher,
      deleted,
    );
    await this.#deleteOldest(this.#hourly, this.#newestRaw() - DAY_MS, batcher, deleted);
    if (!this.#isTooLarge() || batcher.interrupted) return batcher.interrupted;
    logger.warn(
      { event: 'store.over_size', usedBytes: this.#usedBytes(), maxBytes: policy.maxBytes },
      'The database is larger than DATABASE_MAX_MB allows, but only the newest hour is left; raise the limit',
    );
    return true;
  }

  /** Deletes from the oldest on, whatever its kind, until the database fits; rows of `keepFrom` and later stay. */
  async #deleteOldest(
    rules: readonly Rule[],
    keepFrom: number,
    batcher: CooperativeBatcher,
    deleted: Record<string, number>,
  ): Promise<void> {
    let from = await oldestOf(rules, batcher);
    const step = Math.max(HOUR_MS / 4, (keepFrom - from) / STEPS);
    while (this.#isTooLarge() && from < keepFrom && !batcher.interrupted) {
      const cutoff = Math.floor(Math.min(keepFrom, from + step));
      for (const rule of rules) {
        const count = await this.#delete(rule, cutoff, Infinity, batcher);
        deleted[rule.purge.name] = (deleted[rule.purge.name] ?? 0) + count;
      }
      from = cutoff;
    }
  }

  /** Gives free pages back to the file system. */
  async #vacuum(batcher: CooperativeBatcher): Promise<void> {
    const { db, policy } = this.#parts;
    const keep = policy.maxBytes === 0 ? this.#pragma('page_count') * FREE_SHARE : 0;
    let free = this.#pragma('freelist_count');
    while (free > keep && !batcher.interrupted) {
      await batcher.once(() => {
        db.pragma(`incremental_vacuum(${VACUUM_PAGES})`);
      });
      const left = this.#pragma('freelist_count');
      if (left >= free) return; // a database made without auto_vacuum
      free = left;
    }
  }

  #isTooLarge(): boolean {
    const { maxBytes } = this.#parts.policy;
    return maxBytes > 0 && this.#usedBytes() > maxBytes;
  }

  #usedBytes(): number {
    return (this.#pragma('page_count') - this.#pragma('freelist_count')) * this.#pragma('page_size');
  }

  #pragma(name: string): number {
    return this.#parts.db.pragma(name, { simple: true }) as number;
  }
}

async function oldestOf(rules: readonly Rule[], batcher: CooperativeBatcher): Promise<number> {
  const all = await Promise.all(rules.map(({ purge }) => purge.oldest(batcher)));
  return Math.min(...all.map((at) => at ?? Infinity));
}
