import type Database from 'better-sqlite3';
import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import { hourOf, type RollupProgress } from '../write/rollup-progress.js';
import { createSeriesList } from './series.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';
import type { Transactions } from '../write/transaction.js';

export interface RollupParts {
  readonly db: Database.Database;
  readonly transactions: Transactions;
  readonly progress: RollupProgress;
  /** Raw rows from before this time may be gone: what was rolled up of them must not be counted again. */
  readonly rawSince: (kind: RolledKind) => number;
}

export type RolledKind = 'packets' | 'positions' | 'telemetry';

/** Rolls up every complete hour that is not yet; running it again changes nothing. */
export type RollUp = (now: number, batcher: CooperativeBatcher) => Promise<void>;

/** Messages received at the end of an hour are committed a moment later. */
const SETTLING_MS = MINUTE_MS;
const POSITIONS_STEP_MS = 10 * MINUTE_MS;

const SAMPLES = `
  INSERT OR REPLACE INTO samples_hourly (metric_id, node_num, hour, count, minimum, maximum, total, last)
  SELECT s.metric_id, s.node_num, :hour, COUNT(*), MIN(s.value), MAX(s.value), SUM(s.value),
    (SELECT l.value FROM samples l WHERE l.metric_id = :metric AND l.node_num = :node AND l.at >= :hour AND l.at < :end
     ORDER BY l.at DESC, l.packet_row DESC LIMIT 1)
  FROM samples s WHERE s.metric_id = :metric AND s.node_num = :node AND s.at >= :hour AND s.at < :end
  GROUP BY s.metric_id, s.node_num`;

const POSITIONS = `
  INSERT INTO positions_hourly (node_num, hour, at, latitude, longitude, altitude, precision_bits)
  SELECT node_num, :hour, MAX(at), latitude, longitude, altitude, precision_bits FROM positions
  WHERE at >= :from AND at < :to GROUP BY node_num
  ON CONFLICT DO UPDATE SET at = excluded.at, latitude = excluded.latitude, longitude = excluded.longitude,
    altitude = excluded.altitude, precision_bits = excluded.precision_bits WHERE excluded.at >= at`;

/** Signal readings of direct copies only: the others measure a relay. */
const RECEPTIONS = `
  INSERT OR REPLACE INTO receptions_hourly (gateway_num, from_num, hour, receptions, direct, snr_best, snr_total, snr_count,
    rssi_best)
  SELECT gateway_num, from_num, :hour, COUNT(*), COALESCE(SUM(hops_away = 0), 0), MAX(snr) FILTER (WHERE hops_away = 0),
    SUM(snr) FILTER (WHERE hops_away = 0), COUNT(snr) FILTER (WHERE hops_away = 0), MAX(rssi) FILTER (WHERE hops_away = 0)
  FROM receptions WHERE gateway_num = :gateway AND received_at >= :hour AND received_at < :end AND own = 0
  GROUP BY from_num`;

export function createRollUp({ db, transactions, progress, rawSince }: RollupParts): RollUp {
  const series = createSeriesList(db);
  const rollSeries = db.prepare(SAMPLES);
  const rollPositions = db.prepare(POSITIONS);
  const rollReceptions = db.prepare(RECEPTIONS);
  const gatewaysOf = db
    .prepare<[number, number], number>(
      'SELECT DISTINCT gateway_num FROM receptions WHERE received_at >= ? AND received_at < ?',
    )
    .pluck();
  const nextReception = db
    .prepare<[number], number | null>('SELECT MIN(received_at) FROM receptions WHERE received_at >= ?')
    .pluck();
  const newestReception = db.prepare<[], number | null>('SELECT MAX(received_at) FROM receptions').pluck();
  const lateHours = db
    .prepare<[number], number>('SELECT hour FROM rollup_hours WHERE hour < ? ORDER BY hour LIMIT 1000')
    .pluck();
  const markLate = db.prepare('INSERT OR IGNORE INTO rollup_hours (hour) VALUES (?)');
  const unmarkLate = db.prepare('DELETE FROM rollup_hours WHERE hour = ?');
  const forgetRolling = db.prepare("DELETE FROM metadata WHERE key = 'rolling_hour'");

  const isWhole = (kind: RolledKind, hour: number) => hour >= rawSince(kind);

  async function rollSamples(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    return series.visit(hour, batcher, (page) =>
      transactions.run(() => {
        for (const { node, metric } of page) rollSeries.run({ hour, end: hour + HOUR_MS, node, metric });
      }),
    );
  }

  async function rollPlaces(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    for (let from = hour; from < hour + HOUR_MS; from += POSITIONS_STEP_MS) {
      const goesOn = await batcher.once(() => {
        transactions.run(() => rollPositions.run({ hour, from, to: from + POSITIONS_STEP_MS }));
      });
      if (!goesOn) return false;
    }
    return true;
  }

  async function rollHeard(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    for (const gateway of gatewaysOf.all(hour, hour + HOUR_MS)) {
      const goesOn = await batcher.once(() => {
        transactions.run(() => rollReceptions.run({ hour, end: hour + HOUR_MS, gateway }));
      });
      if (!goesOn) return false;
    }
    return true;
  }

  /** False when it was interrupted: the hour is done again from its beginning. */
  async function rollHour(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    return (
      (!isWhole('telemetry', hour) || (await rollSamples(hour, batcher))) &&
      (!isWhole('positions', hour) || (await rollPlaces(hour, batcher))) &&
      (!isWhole('packets', hour) || (await rollHeard(hour, batcher)))
    );
  }

  /**
   * Rows of the hour that come from here on are late, and mark it so. Until it is done the database knows which hour was
   * begun: whatever interrupts it, the next run does it again.
   */
  async function rollOnce(hour: number, until: number, batcher: CooperativeBatcher): Promise<boolean> {
    transactions.run(() => {
      unmarkLate.run(hour);
      if (until > progress.until) progress.advance(until);
      writeMetadata(db, 'rolling_hour', String(hour));
    });
    if (!(await rollHour(hour, batcher))) return false;
    transactions.run(() => forgetRolling.run());
    return true;
  }

  function recover(): void {
    const hour = readMetadata(db, 'rolling_hour');
    if (hour === undefined) return;
    transactions.run(() => {
      markLate.run(Number(hour));
      forgetRolling.run();
    });
  }

  async function rollLate(before: number, batcher: CooperativeBatcher): Promise<boolean> {
    for (const hour of lateHours.all(before)) {
      if (!(await rollOnce(hour, progress.until, batcher))) return false;
    }
    return true;
  }

  /** Hours begin before this and are complete; nothing is complete in the future. */
  function endOf(now: number): number {
    return Math.min(hourOf(now - SETTLING_MS), hourOf(newestReception.get() ?? 0) + HOUR_MS);
  }

  return async (now, batcher) => {
    recover();
    const end = endOf(now);
    if (!(await rollLate(Math.min(end, progress.until), batcher))) return;
    while (progress.until < end) {
      const hour = hourOf(nextReception.get(progress.until) ?? end);
      if (hour >= end) {
        transactions.run(() => progress.advance(end));
        return;
      }
      if (!(await rollOnce(hour, hour + HOUR_MS, batcher))) return;
    }
  };
}
