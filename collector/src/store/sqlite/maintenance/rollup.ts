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

/** Rolls up every complete hour that is not rolled up yet; running it again changes nothing. */
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

/** Map reports tell where a node is set up, coarsely: they are no track. */
const POSITIONS = `
  INSERT INTO positions_hourly (node_num, hour, at, latitude, longitude, altitude, precision_bits)
  SELECT node_num, :hour, MAX(at), latitude, longitude, altitude, precision_bits FROM positions
  WHERE at >= :from AND at < :to AND source <> 'map_report' GROUP BY node_num
  ON CONFLICT DO UPDATE SET at = excluded.at, latitude = excluded.latitude, longitude = excluded.longitude,
    altitude = excluded.altitude, precision_bits = excluded.precision_bits WHERE excluded.at >= at`;

/** Signal readings of direct copies only: the others measure a relay. */
const RECEPTIONS = `
  INSERT OR REPLACE INTO receptions_hourly (gateway_num, from_num, hour, receptions, direct, snr_best, snr_total, snr_count,
    rssi_best)
  SELECT gateway_num, from_num, :hour, COUNT(*), COALESCE(SUM(hops_away = 0 AND (snr IS NOT NULL OR rssi IS NOT NULL)), 0),
    MAX(snr) FILTER (WHERE hops_away = 0), SUM(snr) FILTER (WHERE hops_away = 0), COUNT(snr) FILTER (WHERE hops_away = 0), MAX(rssi) FILTER (WHERE hops_away = 0)
  FROM receptions WHERE gateway_num = :gateway AND received_at >= :hour AND received_at < :end AND own = 0
  GROUP BY from_num`;

/** Hours that are to be rolled up, from the database. */
class RollupHours {
  readonly #db: Database.Database;
  readonly #nextReception: Database.Statement<[number], number | null>;
  readonly #newestReception: Database.Statement<[], number | null>;
  readonly #late: Database.Statement<[number], number>;
  readonly #markLate: Database.Statement<[number]>;
  readonly #unmarkLate: Database.Statement<[number]>;
  readonly #endHour: Database.Statement<[]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#nextReception = db
      .prepare<[number], number | null>('SELECT MIN(received_at) FROM receptions WHERE received_at >= ?')
      .pluck();
    this.#newestReception = db.prepare<[], number | null>('SELECT MAX(received_at) FROM receptions').pluck();
    this.#late = db
      .prepare<[number], number>('SELECT hour FROM rollup_hours WHERE hour < ? ORDER BY hour LIMIT 1000')
      .pluck();
    this.#markLate = db.prepare<[number]>('INSERT OR IGNORE INTO rollup_hours (hour) VALUES (?)');
    this.#unmarkLate = db.prepare<[number]>('DELETE FROM rollup_hours WHERE hour = ?');
    this.#endHour = db.prepare<[]>("DELETE FROM metadata WHERE key = 'rolling_hour'");
  }

  /** First hour from `from` on with a reception. */
  next(from: number): number | undefined {
    const at = this.#nextReception.get(from) ?? undefined;
    return at === undefined ? undefined : hourOf(at);
  }

  /** Hours that begin before this are complete; none is in the future. */
  completeUntil(now: number): number {
    return Math.min(hourOf(now - SETTLING_MS), hourOf(this.#newestReception.get() ?? 0) + HOUR_MS);
  }

  late(before: number): readonly number[] {
    return this.#late.all(before);
  }

  /** Rows of the hour that are written from here on are late. The database knows which hour was begun until it ends. */
  begin(hour: number): void {
    this.#unmarkLate.run(hour);
    writeMetadata(this.#db, 'rolling_hour', String(hour));
  }

  end(): void {
    this.#endHour.run();
  }

  /** The hour that was begun and did not end. */
  interrupted(): number | undefined {
    const hour = readMetadata(this.#db, 'rolling_hour');
    return hour === undefined ? undefined : Number(hour);
  }

  /** Marks an hour to be rolled up again. */
  markLate(hour: number): void {
    this.#markLate.run(hour);
    this.end();
  }
}

/** Rolls up one hour; false when it was interrupted, so that the hour is done again from its beginning. */
type RollHour = (hour: number, batcher: CooperativeBatcher) => Promise<boolean>;

function createRollHour({ db, transactions, rawSince }: RollupParts): RollHour {
  const series = createSeriesList(db);
  const rollSeries = db.prepare(SAMPLES);
  const rollPositions = db.prepare(POSITIONS);
  const rollReceptions = db.prepare(RECEPTIONS);
  const gatewaysOf = db
    .prepare<[number, number], number>(
      'SELECT DISTINCT gateway_num FROM receptions WHERE received_at >= ? AND received_at < ?',
    )
    .pluck();
  const inTransaction = (batcher: CooperativeBatcher, step: () => void) =>
    batcher.once(() => {
      transactions.run(step);
    });
  const isWhole = (kind: RolledKind, hour: number) => hour >= rawSince(kind);

  function rollTelemetry(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    return series.visit(hour, batcher, (page) =>
      transactions.run(() => {
        for (const { node, metric } of page) rollSeries.run({ hour, end: hour + HOUR_MS, node, metric });
      }),
    );
  }

  async function rollPlaces(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    for (let from = hour; from < hour + HOUR_MS; from += POSITIONS_STEP_MS) {
      const to = from + POSITIONS_STEP_MS;
      if (!(await inTransaction(batcher, () => rollPositions.run({ hour, from, to })))) return false;
    }
    return true;
  }

  async function rollGateways(hour: number, batcher: CooperativeBatcher): Promise<boolean> {
    const end = hour + HOUR_MS;
    for (const gateway of gatewaysOf.all(hour, end)) {
      if (!(await inTransaction(batcher, () => rollReceptions.run({ hour, end, gateway })))) return false;
    }
    return true;
  }

  return async (hour, batcher) =>
    (!isWhole('telemetry', hour) || (await rollTelemetry(hour, batcher))) &&
    (!isWhole('positions', hour) || (await rollPlaces(hour, batcher))) &&
    (!isWhole('packets', hour) || (await rollGateways(hour, batcher)));
}

export function createRollUp(parts: RollupParts): RollUp {
  const { db, transactions, progress } = parts;
  const hours = new RollupHours(db);
  const rollHour = createRollHour(parts);

  async function rollOnce(hour: number, until: number, batcher: CooperativeBatcher): Promise<boolean> {
    transactions.run(() => {
      hours.begin(hour);
      if (until > progress.until) progress.advance(until);
    });
    if (!(await rollHour(hour, batcher))) return false;
    transactions.run(() => hours.end());
    return true;
  }

  async function rollLate(before: number, batcher: CooperativeBatcher): Promise<boolean> {
    for (const hour of hours.late(before)) {
      if (!(await rollOnce(hour, progress.until, batcher))) return false;
    }
    return true;
  }

  return async (now, batcher) => {
    const interrupted = hours.interrupted();
    if (interrupted !== undefined) transactions.run(() => hours.markLate(interrupted));
    const end = hours.completeUntil(now);
    if (!(await rollLate(Math.min(end, progress.until), batcher))) return;
    while (progress.until < end) {
      const hour = hours.next(progress.until) ?? end;
      if (hour >= end) {
        transactions.run(() => progress.advance(end));
        return;
      }
      if (!(await rollOnce(hour, hour + HOUR_MS, batcher))) return;
    }
  };
}
