import type Database from 'better-sqlite3';
import type { CollectorReadings } from '@mesh-observatory/contract/collector-metrics';
import { MINUTE_MS } from '@mesh-observatory/contract/time';

/** Saves the readings of the minute of `at`. Call it in a transaction. */
export type SaveReadings = (at: number, readings: CollectorReadings) => void;

export function createCollectorHistory(db: Database.Database): SaveReadings {
  const name = db.prepare('INSERT OR IGNORE INTO collector_metrics (metric) VALUES (?)');
  const save = db.prepare(`
    INSERT INTO collector_samples (at, metric_id, value)
    SELECT :minute, metric_id, :value FROM collector_metrics WHERE metric = :metric
    ON CONFLICT DO UPDATE SET value = excluded.value`);
  return (at, readings) => {
    const minute = at - (at % MINUTE_MS);
    for (const [metric, value] of Object.entries(readings)) {
      if (!Number.isFinite(value)) continue;
      name.run(metric);
      save.run({ minute, metric, value });
    }
  };
}
