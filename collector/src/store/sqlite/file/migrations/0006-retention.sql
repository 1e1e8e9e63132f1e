-- Names of channels and topics are removed when nothing refers to them any more; the time of their last use (to the day)
-- tells when that is.
ALTER TABLE channels ADD COLUMN last_used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE topics ADD COLUMN last_used INTEGER NOT NULL DEFAULT 0;
UPDATE channels SET last_used =
  MAX(unixepoch() * 1000, COALESCE((SELECT MAX(received_at) FROM receptions), 0));
UPDATE topics SET last_used =
  MAX(unixepoch() * 1000, COALESCE((SELECT MAX(received_at) FROM receptions), 0));

CREATE INDEX gateways_by_last_seen ON gateways (last_seen);
CREATE INDEX gateway_channels_by_last_seen ON gateway_channels (last_seen);
CREATE INDEX node_keys_by_last_seen ON node_keys (last_seen);
CREATE INDEX waypoints_by_time ON waypoints (at);
