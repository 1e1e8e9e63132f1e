-- Queries against the views of the database. Run them on a backup, never on the file of a running collector with an old
-- sqlite3 (docs/operations.md):
--   npm run backup -w collector
--   sqlite3 -readonly -header -column data/backups/<newest>.db < examples/queries.sql

-- Battery level of each node during the last day: lowest, mean and highest.
SELECT node_id, short_name, min(value) AS lowest, round(avg(value), 1) AS mean, max(value) AS highest
FROM device_telemetry
WHERE metric = 'device_battery_level' AND at_ms > (unixepoch() - 86400) * 1000
GROUP BY node_id
ORDER BY lowest;

-- Which gateway receives which node directly, and how well.
SELECT gateway_id, from_id, count(*) AS receptions, round(avg(snr), 1) AS mean_snr, max(rssi) AS best_rssi
FROM packet_receptions
WHERE hops_away = 0
GROUP BY gateway_id, from_id
ORDER BY receptions DESC
LIMIT 20;

-- The last position of each node.
SELECT node_id, short_name, latitude, longitude, altitude, max(at) AS at
FROM node_positions
GROUP BY node_id;

-- Packets by port and channel.
SELECT channel, port_name, count(DISTINCT from_id || packet_id) AS packets
FROM packet_receptions
GROUP BY channel, port_name
ORDER BY packets DESC;
