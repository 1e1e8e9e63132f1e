-- States between online and silent, and the rhythm that decides about them. `online` = 1 of a node or gateway means "not
-- silent". Its state is: silent when online = 0, else not heard since the start when it was last heard before
-- `listening.heard_since`, else late when its row here says so, else online.
CREATE TABLE listening (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  heard_since INTEGER NOT NULL,     -- start of the collector, or end of a time in which it could not hear
  counted_since INTEGER NOT NULL,   -- silence before this does not count
  listened_until INTEGER NOT NULL,  -- the collector was known to hear
  rhythm TEXT NOT NULL DEFAULT '',  -- of the whole mesh, as JSON
  filled_to INTEGER                 -- nodes up to this number have a row in node_presence; null = all have
) STRICT;
INSERT INTO listening (id, heard_since, counted_since, listened_until, filled_to) VALUES (1, 0, 0, 0, -1);

CREATE TABLE node_presence (
  node_num INTEGER PRIMARY KEY REFERENCES nodes ON DELETE CASCADE,
  late INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,                   -- when the next state is to be considered, Unix ms; null = never, the node is silent
  silent_after INTEGER NOT NULL DEFAULT 35640000, -- threshold in ms; the default is that of stock firmware
  rhythm TEXT NOT NULL DEFAULT ''   -- by port, as JSON
) STRICT;
CREATE INDEX node_presence_by_due ON node_presence (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE gateway_presence (
  gateway_num INTEGER PRIMARY KEY REFERENCES gateways ON DELETE CASCADE,
  late INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  rhythm TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX gateway_presence_by_due ON gateway_presence (due_at) WHERE due_at IS NOT NULL;
INSERT INTO gateway_presence (gateway_num, due_at) SELECT gateway_num, 0 FROM gateways WHERE online = 1;
