-- Content that further copies of a packet are compared and merged with. Kept for a few hours: later copies are other
-- packets. A packet without content has no row. One tree in the order of time: rows are added and removed at its ends.
CREATE TABLE packet_contents (
  received_at INTEGER NOT NULL,     -- of the packet
  packet_row INTEGER NOT NULL,
  events TEXT NOT NULL,             -- JSON: the decoded payload
  PRIMARY KEY (received_at, packet_row)
) STRICT, WITHOUT ROWID;

ALTER TABLE packets ADD COLUMN encrypted_digest TEXT;             -- of the encrypted bytes; NULL when every copy came decoded
ALTER TABLE packets ADD COLUMN first_gateway_num INTEGER NOT NULL DEFAULT 0;  -- of the reception at received_at; 0 = not known
ALTER TABLE packets ADD COLUMN live INTEGER NOT NULL DEFAULT 1;   -- 0: the broker only repeated it, as a retained message

ALTER TABLE receptions ADD COLUMN live INTEGER NOT NULL DEFAULT 1;
ALTER TABLE receptions ADD COLUMN medium INTEGER;                 -- how the packet reached the gateway; NULL = not known
