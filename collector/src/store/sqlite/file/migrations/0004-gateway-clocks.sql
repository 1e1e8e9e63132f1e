-- How the clocks of gateways compare with the collector's.
CREATE TABLE gateway_clocks (
  gateway_num INTEGER PRIMARY KEY,
  state TEXT NOT NULL,              -- unknown, right or wrong
  offset_seconds INTEGER,           -- ahead of the collector's clock; negative = behind, null = not known
  read_at INTEGER NOT NULL,         -- newest reading
  readings TEXT NOT NULL            -- JSON [[received at, gateway's time, packet id, 1 = backlog], …], newest last
) STRICT;

CREATE INDEX gateway_clocks_by_time ON gateway_clocks (read_at);

-- Whether the hop limits of a broker are those of the radio packets. Brokers with a zero-hop policy rewrite them.
CREATE TABLE hop_trust (
  broker TEXT NOT NULL,
  root TEXT NOT NULL,
  channel TEXT NOT NULL,
  score REAL NOT NULL,              -- logarithm of the odds that they are rewritten
  at INTEGER NOT NULL,
  PRIMARY KEY (broker, root, channel)
) STRICT, WITHOUT ROWID;

-- When a packet was heard that was delivered hours later, by the clock of its gateway. NULL = when it was received.
ALTER TABLE packets ADD COLUMN heard_at INTEGER;
CREATE INDEX hop_trust_by_time ON hop_trust (at);
