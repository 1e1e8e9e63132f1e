import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import type { Change, RetentionReport } from '../../store.js';
import type { Dictionaries } from '../write/dictionaries.js';
import type { Transactions } from '../write/transaction.js';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import { createNamePurge, type NamePurge } from './name-purge.js';
import { createOutdatedValues, type OutdatedValues } from './outdated-values.js';
import { daysOf, rulesOf, type RetainedState, type RetentionPolicy, type Rule, type Rules } from './retention-rules.js';
import type { RollupProgress } from '../write/rollup-progress.js';
import type { RolledKind } from './rollup.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';
import { createSizeLimit, type SizeLimit } from './size-limit.js';

export type { RetentionPolicy } from './retention-rules.js';

export interface RetentionParts extends RetainedState {
  readonly db: Database.Database;
  readonly policy: RetentionPolicy;
  readonly progress: RollupProgress;
  readonly dictionaries: Dictionaries;
  readonly transactions: Transactions;
  readonly logger: Logger;
}

/** One run removes at most this share of each kind: a wrong clock must not empty the database before it is noticed. */
const SHARE_PER_RUN = 0.25;
/** Size-bound retention goes through the history in this many steps. */
const STEPS = 50;
const VACUUM_PAGES = 100;
/** Free pages are reused; only what is more than this share is given back. */
const FREE_SHARE = 0.02;

/** Deletes what is older than the policy keeps, and the oldest when the database grows too large. */
export class Retention {
  readonly #parts: RetentionParts;
  readonly #rules: Rules;
  readonly #names: NamePurge;
  readonly #outdated: OutdatedValues;
  readonly #undecrypted: SizeLimit;
  readonly #countNodes: Database.Statement<[], number>;

  constructor(parts: RetentionParts) {
    const { db, policy, dictionaries, nodes, transactions } = parts;
    this.#parts = parts;
    this.#rules = rulesOf(db, policy, parts);
    this.#names = createNamePurge(db, () => dictionaries.forgetIds());
    this.#outdated = createOutdatedValues(db, nodes, transactions);
    this.#undecrypted = createSizeLimit(
      db,
      { table: 'undecrypted_messages', time: 'received_at', size: 'bytes' },
      policy.undecryptedMaxBytes ?? 0,
    );
    this.#countNodes = db.prepare<[], number>('SELECT COUNT(*) FROM nodes').pluck();
  }

  /** Call it after a roll-up: what is not rolled up is not deleted. */
  async run(now: number, batcher: CooperativeBatcher): Promise<RetentionReport> {
    const deleted: Record<string, number> = {};
    let limited = false;
    const { spare, raw, hourly, subjects } = this.#rules;
    for (const rule of [...spare, ...raw, ...hourly, ...subjects]) {
      const outcome = await this.#deleteByAge(rule, now, batcher);
      if (rule.isScratch === true) continue;
      deleted[rule.purge.name] = (deleted[rule.purge.name] ?? 0) + outcome.deleted;
      limited ||= outcome.limited;
    }
    deleted.undecrypted_messages = (deleted.undecrypted_messages ?? 0) + (await this.#undecrypted.fit(batcher));
    const changes = await this.#clearOutdated(now, batcher);
    Object.assign(deleted, await this.#names.run(now, batcher), { latest_values: changes.length });
    limited = (await this.#fitSize(batcher, deleted)) || limited;
    await this.#vacuum(batcher);
    return { deleted, changes, limited: limited || batcher.interrupted };
  }

  /** Latest values go with the history they come from, also of nodes that are still heard. */
  #clearOutdated(now: number, batcher: CooperativeBatcher): Promise<readonly Change[]> {
    const { policy } = this.#parts;
    const cutoffs = {
      positions: this.#ageLimit(now, daysOf(policy, 'positions')),
      packets: this.#ageLimit(now, daysOf(policy, 'packets')),
    };
    const budget = Math.ceil((this.#countNodes.get() ?? 0) * SHARE_PER_RUN);
    return this.#outdated.clear(cutoffs, budget, batcher);
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
    const share = rule.isScratch === true ? 1 : SHARE_PER_RUN;
    const budget = Math.ceil((await rule.purge.count(batcher)) * share);
    const deleted = await this.#delete(rule, cutoff, budget, batcher);
    return { deleted, limited: share < 1 && deleted >= budget };
  }

  /** Never later than the newest data: a clock that jumped ahead makes nothing old. */
  #cutoffOf({ purge, days, rolled, ownTime }: Rule, now: number): number {
    const cutoff = this.#ageLimit(now, days, ownTime === true ? (purge.newest() ?? 0) : this.#newestRaw());
    return rolled === undefined ? cutoff : Math.min(cutoff, this.#parts.progress.settledUntil());
  }

  #ageLimit(now: number, days: number, newest = this.#newestRaw()): number {
    return Math.floor(Math.min(now, newest + DAY_MS) - days * DAY_MS);
  }

  #newestRaw(): number {
    const rolled = this.#rules.raw.filter((rule) => rule.rolled !== undefined);
    return Math.max(...rolled.map(({ purge }) => purge.newest() ?? 0));
  }

  async #delete(rule: Rule, cutoff: number, budget: number, batcher: CooperativeBatcher): Promise<number> {
    this.#noteRawSince(rule.rolled, cutoff);
    const count = await rule.purge.delete(cutoff, budget, batcher);
    if (count > 0) rule.forget?.(cutoff);
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
    await this.#deleteOldest(this.#rules.spare, this.#newestRaw() + 1, batcher, deleted);
    await this.#deleteOldest(
      this.#rules.raw,
      Math.min(this.#newestRaw() - HOUR_MS, progress.settledUntil()),
      batcher,
      deleted,
    );
    await this.#deleteOldest(this.#rules.hourly, this.#newestRaw() - DAY_MS, batcher, deleted);
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
