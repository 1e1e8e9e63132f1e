-- Numbers that nodes do not use any more. From firmware 2.8 on, the number of a node is the CRC-32 of its public key: an
-- upgrade gives it another one.
CREATE TABLE node_aliases (
  old_num INTEGER PRIMARY KEY,
  new_num INTEGER NOT NULL,         -- the number that followed
  current_num INTEGER NOT NULL,     -- the last one of a chain: the number of the node now
  since INTEGER NOT NULL,           -- when new_num was first heard
  evidence TEXT NOT NULL            -- JSON {publicKey, gatewayId, packets, metrics, positionAt}: the key, and what was taken over
) STRICT;
CREATE INDEX node_aliases_by_current ON node_aliases (current_num);

-- When the newest signed packet of the node was heard (XEdDSA, firmware 2.8).
ALTER TABLE nodes ADD COLUMN signed_at INTEGER;
