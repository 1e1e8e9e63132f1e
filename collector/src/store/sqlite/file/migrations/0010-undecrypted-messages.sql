-- Messages whose packet no key decrypted, as they were received: `redecode` reads them again when the key is known. Copies
-- that can say nothing else than one that is kept are left out.
CREATE TABLE undecrypted_messages (
  packet_row INTEGER NOT NULL REFERENCES packets ON DELETE CASCADE,
  copy TEXT NOT NULL,               -- what sets it apart from the other copies of the packet
  gateway_num INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  topic_id INTEGER NOT NULL REFERENCES topics,
  backlog INTEGER NOT NULL,         -- 1: the broker may have kept it while nobody listened
  bytes INTEGER NOT NULL,           -- size of the row
  message BLOB NOT NULL,            -- the ServiceEnvelope, with the encrypted packet in it
  PRIMARY KEY (packet_row, copy)
) STRICT, WITHOUT ROWID;
CREATE INDEX undecrypted_messages_by_time ON undecrypted_messages (received_at, bytes);

-- Packets whose payload is kept because it could not be decoded.
CREATE INDEX packets_undecoded ON packets (packet_row) WHERE payload_status IN ('not_decoded', 'undecodable');
