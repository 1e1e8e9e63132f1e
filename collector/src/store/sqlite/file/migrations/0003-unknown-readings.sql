-- A reading that cannot be makes the metric unknown: NULL, until the next good one. SQLite cannot drop NOT NULL from a
-- column, so the table is rebuilt: one row per node and metric.
CREATE TABLE node_metrics_nullable (
  node_num INTEGER NOT NULL,
  metric_id INTEGER NOT NULL REFERENCES metrics,
  at INTEGER NOT NULL,
  value REAL,                       -- NULL = unknown
  PRIMARY KEY (node_num, metric_id)
) STRICT, WITHOUT ROWID;
INSERT INTO node_metrics_nullable SELECT node_num, metric_id, at, value FROM node_metrics;
DROP TABLE node_metrics;
ALTER TABLE node_metrics_nullable RENAME TO node_metrics;

-- JSON: {radius, bounds {west, south, east, north}, notifyOnEnter, notifyOnExit, notifyFavoritesOnly}
ALTER TABLE waypoints ADD COLUMN geofence TEXT;
