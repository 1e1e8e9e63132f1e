-- Channels that nodes used, with the first and the newest packet on each: a filter by channel is about packets, not
-- about a property of a node. Packets stored before this table are added to it later, in small steps.
CREATE TABLE node_channels (
  channel_id INTEGER NOT NULL REFERENCES channels,
  node_num INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (channel_id, node_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_channels_by_node ON node_channels (node_num);
CREATE INDEX node_channels_by_time ON node_channels (last_at);

INSERT INTO node_channels (channel_id, node_num, first_at, last_at)
SELECT n.channel_id, n.node_num, n.newest_at, n.newest_at FROM nodes n JOIN channels c USING (channel_id)
WHERE c.name NOT IN ('', 'PKI') AND n.newest_at > 0;

-- PKI is the encryption of direct messages, not a channel: such a node is on the channel of its newest other packet.
UPDATE nodes SET channel_id = (
  SELECT p.channel_id FROM packets p JOIN channels c USING (channel_id)
  WHERE p.from_num = nodes.node_num AND c.name NOT IN ('', 'PKI') AND p.decode_status <> 'pki' AND p.portnum IS NOT 73
  ORDER BY p.received_at DESC LIMIT 1)
WHERE channel_id IN (SELECT channel_id FROM channels WHERE name IN ('', 'PKI'));

-- No radio measured these hops of traceroutes: they passed through MQTT, or old firmware.
UPDATE links SET kind = 'internet' WHERE kind = 'traceroute' AND snr IS NULL AND snr_avg IS NULL;
