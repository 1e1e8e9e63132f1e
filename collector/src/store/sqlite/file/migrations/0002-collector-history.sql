-- How the collector itself was, once a minute: its health can be seen without Prometheus. Rows of one minute lie side by
-- side, so that a minute costs one page.
CREATE TABLE collector_metrics (metric_id INTEGER PRIMARY KEY, metric TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE collector_samples (
  at INTEGER NOT NULL,
  metric_id INTEGER NOT NULL REFERENCES collector_metrics,
  value REAL NOT NULL,
  PRIMARY KEY (at, metric_id)
) STRICT, WITHOUT ROWID;

-- Alert rules count events of one kind every few seconds.
CREATE INDEX events_by_kind ON events (kind, at, node_num);
