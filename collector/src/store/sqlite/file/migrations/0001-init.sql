-- Times are Unix milliseconds of the collector's clock. Node numbers are unsigned 32-bit integers.

CREATE TABLE metadata (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Small dictionaries keep the big tables narrow.
CREATE TABLE channels (channel_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE topics (topic_id INTEGER PRIMARY KEY, broker TEXT NOT NULL, topic TEXT NOT NULL, UNIQUE (broker, topic)) STRICT;
CREATE TABLE metrics (
  metric_id INTEGER PRIMARY KEY,
  metric TEXT NOT NULL UNIQUE,
  variant TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL,
  prometheus_name TEXT NOT NULL
) STRICT;

CREATE TABLE nodes (
  node_num INTEGER PRIMARY KEY,
  long_name TEXT,
  short_name TEXT,
  hw_model TEXT,
  role TEXT,
  firmware_version TEXT,
  region TEXT,
  modem_preset TEXT,
  public_key TEXT,                  -- lower-case hex
  licensed INTEGER NOT NULL DEFAULT 0,
  unmessagable INTEGER,
  status_text TEXT,
  first_heard INTEGER NOT NULL,
  last_heard INTEGER NOT NULL,
  online INTEGER NOT NULL DEFAULT 1,
  channel_id INTEGER REFERENCES channels,
  last_gateway_num INTEGER,
  last_gateway_at INTEGER NOT NULL DEFAULT 0,
  snr REAL,
  rssi REAL,
  hops_away INTEGER,
  packets INTEGER NOT NULL DEFAULT 0,
  latitude REAL,
  longitude REAL,
  altitude REAL,
  precision_bits INTEGER,
  position_at INTEGER,
  uptime_seconds REAL,              -- newest reported uptime: a fall means a reboot
  uptime_at INTEGER,
  direct_at INTEGER,                -- when snr and rssi were measured
  newest_at INTEGER NOT NULL DEFAULT 0,        -- the newest packet: channel and hops_away are its
  newest_packet_id INTEGER NOT NULL DEFAULT 0,
  said TEXT NOT NULL DEFAULT '{}'   -- JSON {column: [source rank, at]}: what the node says about itself, and when it did
) STRICT;
CREATE INDEX nodes_by_last_heard ON nodes (last_heard);
CREATE INDEX nodes_online ON nodes (last_heard) WHERE online = 1;
CREATE INDEX nodes_by_public_key ON nodes (public_key) WHERE public_key IS NOT NULL;

-- Latest value per node and metric, so that "all nodes now" is one cheap query.
CREATE TABLE node_metrics (
  node_num INTEGER NOT NULL,
  metric_id INTEGER NOT NULL REFERENCES metrics,
  at INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (node_num, metric_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE node_keys (
  node_num INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  gateway_num INTEGER NOT NULL,     -- who uplinked it first
  PRIMARY KEY (node_num, public_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_keys_by_key ON node_keys (public_key);

-- 16-byte keys of messages already stored: a redelivery or a retained replay is recognized by it.
CREATE TABLE seen_messages (
  message_key BLOB PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_messages_by_at ON seen_messages (at);

-- One row per packet: (from, id) within a window of time.
CREATE TABLE packets (
  packet_row INTEGER PRIMARY KEY,
  from_num INTEGER NOT NULL,
  packet_id INTEGER NOT NULL,
  to_num INTEGER NOT NULL,
  received_at INTEGER NOT NULL,     -- first reception
  channel_id INTEGER NOT NULL REFERENCES channels,
  channel_hash INTEGER,
  portnum INTEGER,
  port_name TEXT,
  decode_status TEXT NOT NULL,
  payload_status TEXT NOT NULL,
  want_ack INTEGER NOT NULL,
  want_response INTEGER NOT NULL,
  request_id INTEGER,
  reply_id INTEGER,
  ok_to_mqtt INTEGER,
  size INTEGER NOT NULL,
  device_time INTEGER,
  flags TEXT NOT NULL DEFAULT '',   -- space separated
  summary TEXT,
  payload BLOB                      -- raw, when it was not decoded
) STRICT;
CREATE INDEX packets_by_identity ON packets (from_num, packet_id, received_at);
CREATE INDEX packets_by_time ON packets (received_at);
CREATE INDEX packets_by_from ON packets (from_num, received_at);

-- Who heard it, and how well. One row per packet and gateway.
CREATE TABLE receptions (
  packet_row INTEGER NOT NULL REFERENCES packets ON DELETE CASCADE,
  gateway_num INTEGER NOT NULL,
  from_num INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  topic_id INTEGER NOT NULL REFERENCES topics,
  kind TEXT NOT NULL,
  rx_time INTEGER,
  snr REAL,
  rssi REAL,
  hop_start INTEGER,
  hop_limit INTEGER,
  hops_away INTEGER,
  relay_node INTEGER,
  own INTEGER NOT NULL,
  PRIMARY KEY (packet_row, gateway_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX receptions_by_gateway ON receptions (gateway_num, received_at);
CREATE INDEX receptions_by_time ON receptions (received_at);

CREATE TABLE gateways (
  gateway_num INTEGER PRIMARY KEY,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  online INTEGER NOT NULL DEFAULT 1,
  receptions INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE gateway_channels (
  gateway_num INTEGER NOT NULL,
  topic_id INTEGER NOT NULL REFERENCES topics,
  channel_id INTEGER NOT NULL REFERENCES channels,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (gateway_num, topic_id, channel_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE positions (
  node_num INTEGER NOT NULL,
  at INTEGER NOT NULL,
  packet_row INTEGER NOT NULL,
  packet_id INTEGER NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  altitude REAL,
  precision_bits INTEGER,
  ground_speed REAL,                -- km/h
  ground_track REAL,                -- degrees
  sats_in_view INTEGER,
  accuracy REAL,                    -- meters
  fix_time INTEGER,
  source TEXT NOT NULL,
  PRIMARY KEY (node_num, at, packet_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_by_time ON positions (at);

-- Every telemetry number of every variant. `packet_row` keeps two packets of one millisecond apart and a retry idempotent.
CREATE TABLE samples (
  metric_id INTEGER NOT NULL REFERENCES metrics,
  node_num INTEGER NOT NULL,
  at INTEGER NOT NULL,
  packet_row INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (metric_id, node_num, at, packet_row)
) STRICT, WITHOUT ROWID;

CREATE TABLE samples_hourly (
  metric_id INTEGER NOT NULL REFERENCES metrics,
  node_num INTEGER NOT NULL,
  hour INTEGER NOT NULL,            -- start of the hour, Unix ms
  count INTEGER NOT NULL,
  minimum REAL NOT NULL,
  maximum REAL NOT NULL,
  total REAL NOT NULL,
  last REAL NOT NULL,
  PRIMARY KEY (metric_id, node_num, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE positions_hourly (
  node_num INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  at INTEGER NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  altitude REAL,
  precision_bits INTEGER,
  PRIMARY KEY (node_num, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_hourly_by_hour ON positions_hourly (hour);

-- Who heard whom, by the hour: coverage and link history beyond the raw retention.
CREATE TABLE receptions_hourly (
  gateway_num INTEGER NOT NULL,
  from_num INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  receptions INTEGER NOT NULL,
  direct INTEGER NOT NULL,
  snr_best REAL,
  snr_total REAL,
  snr_count INTEGER NOT NULL,
  rssi_best REAL,
  PRIMARY KEY (gateway_num, from_num, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX receptions_hourly_by_hour ON receptions_hourly (hour);

-- Hours that got late rows after they had been rolled up: they are rolled up again.
CREATE TABLE rollup_hours (hour INTEGER PRIMARY KEY) STRICT;

CREATE TABLE messages (
  packet_row INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  from_num INTEGER NOT NULL,
  to_num INTEGER NOT NULL,
  packet_id INTEGER NOT NULL,
  channel_id INTEGER NOT NULL REFERENCES channels,
  kind TEXT NOT NULL,
  text TEXT,
  reply_id INTEGER,
  emoji INTEGER NOT NULL,
  replay INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_by_time ON messages (at);
CREATE INDEX messages_by_from ON messages (from_num, at);

CREATE TABLE traceroutes (
  packet_row INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  packet_id INTEGER NOT NULL,
  origin_num INTEGER NOT NULL,
  target_num INTEGER NOT NULL,
  kind TEXT NOT NULL,
  complete INTEGER NOT NULL,
  route TEXT NOT NULL,              -- JSON array of node numbers
  snr_towards TEXT NOT NULL,        -- JSON array of dB or null
  route_back TEXT NOT NULL,
  snr_back TEXT NOT NULL
) STRICT;
CREATE INDEX traceroutes_by_time ON traceroutes (at);
CREATE INDEX traceroutes_by_ends ON traceroutes (origin_num, target_num, at);

CREATE TABLE links (
  from_num INTEGER NOT NULL,        -- transmitted
  to_num INTEGER NOT NULL,          -- heard it
  kind TEXT NOT NULL,
  snr REAL,
  snr_avg REAL,
  snr_weight REAL NOT NULL DEFAULT 0, -- weight of snr_avg at snr_at: late readings can still be averaged in
  snr_at INTEGER NOT NULL DEFAULT 0,  -- time of snr and rssi
  rssi REAL,
  count INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (from_num, to_num, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_to ON links (to_num);
CREATE INDEX links_by_last_seen ON links (last_seen);

CREATE TABLE waypoints (
  waypoint_id INTEGER PRIMARY KEY,
  from_num INTEGER NOT NULL,
  channel_id INTEGER NOT NULL REFERENCES channels,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  icon TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  expire_at INTEGER,
  locked_to INTEGER,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  event_id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  node_num INTEGER,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  data TEXT NOT NULL                -- JSON object
) STRICT;
CREATE INDEX events_by_time ON events (at);
CREATE INDEX events_by_node ON events (node_num, at);

CREATE TABLE traffic_minutely (
  minute INTEGER NOT NULL,          -- start of the minute, Unix ms
  gateway_num INTEGER NOT NULL,
  channel_id INTEGER NOT NULL REFERENCES channels,
  portnum INTEGER NOT NULL,         -- -1 = unknown
  outcome TEXT NOT NULL,            -- decode status of a new packet, or 'duplicate'
  packets INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (minute, gateway_num, channel_id, portnum, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  remote TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  connected_at INTEGER NOT NULL,
  disconnected_at INTEGER,
  messages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  close_code INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_time ON sessions (connected_at);

-- For people who open the file by hand.
CREATE VIEW telemetry AS
  SELECT printf('!%08x', s.node_num) AS node_id, n.short_name, m.variant, m.metric, s.value, m.unit,
         s.at AS at_ms, datetime(s.at / 1000, 'unixepoch') AS at
  FROM samples s JOIN metrics m USING (metric_id) LEFT JOIN nodes n USING (node_num);
CREATE VIEW device_telemetry AS SELECT * FROM telemetry WHERE variant = 'device';
CREATE VIEW environment_telemetry AS SELECT * FROM telemetry WHERE variant = 'environment';
CREATE VIEW power_telemetry AS SELECT * FROM telemetry WHERE variant = 'power';
CREATE VIEW air_quality_telemetry AS SELECT * FROM telemetry WHERE variant = 'air_quality';
CREATE VIEW local_stats_telemetry AS SELECT * FROM telemetry WHERE variant = 'local_stats';
CREATE VIEW node_positions AS
  SELECT printf('!%08x', p.node_num) AS node_id, n.short_name, p.latitude, p.longitude, p.altitude, p.precision_bits,
         p.at AS at_ms, datetime(p.at / 1000, 'unixepoch') AS at
  FROM positions p LEFT JOIN nodes n USING (node_num);
CREATE VIEW packet_receptions AS
  SELECT printf('!%08x', p.from_num) AS from_id, printf('!%08x', p.to_num) AS to_id, p.packet_id, c.name AS channel,
         p.port_name, p.decode_status, printf('!%08x', r.gateway_num) AS gateway_id, r.snr, r.rssi, r.hops_away,
         datetime(r.received_at / 1000, 'unixepoch') AS received_at
  FROM packets p JOIN receptions r USING (packet_row) JOIN channels c USING (channel_id);
