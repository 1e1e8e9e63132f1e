import type Database from 'better-sqlite3';
import { parseNodeId, type NodeNum } from '../../../model.js';
import { toNode, type NodeRow } from '../rows/node.js';
import { NODE_STATE } from '../rows/presence.js';
import type { Dictionaries } from './dictionaries.js';
import { nextDue } from './due.js';
import type { Listening } from './listening.js';
import type { NodeAliases } from './node-aliases.js';
import type { FieldProvenance, NodeState } from './node-state.js';
import { parseNodeRhythm, serializeNodeRhythm } from './rhythm.js';
import { nodeThresholds } from './silence.js';

/** Adds the columns that only the writer needs. */
interface StoredNodeRow extends NodeRow {
  readonly uptime_seconds: number | null;
  readonly uptime_at: number | null;
  readonly newest_packet_id: number;
  readonly said: string;
  /** null = the node is older than the table. */
  readonly rhythm: string | null;
}

type MetricRow = readonly [metric: string, value: number | null, at: number];

/** Reads and writes whole nodes. */
export interface NodeRows {
  load(num: number): NodeState | undefined;
  exists(num: number): boolean;
  /** The `limit` nodes heard last, oldest first. */
  newest(limit: number): NodeState[];
  save(state: NodeState): void;
  /** @param value null = unknown. */
  saveMetric(num: number, metric: string, value: number | null, at: number): void;
  removeMetric(num: number, metric: string): void;
}

const SELECT = `
  SELECT n.*, ${NODE_STATE} AS state, p.rhythm, c.name AS channel, EXISTS (SELECT 1 FROM gateways g WHERE g.gateway_num = n.node_num) AS gateway
  FROM nodes n LEFT JOIN channels c USING (channel_id) LEFT JOIN node_presence p USING (node_num)`;

const SAVE = `
  INSERT INTO nodes (node_num, long_name, short_name, hw_model, role, firmware_version, region, modem_preset, public_key,
    licensed, unmessagable, status_text, first_heard, last_heard, online, channel_id, last_gateway_num, last_gateway_at,
    snr, rssi, hops_away, packets, latitude, longitude, altitude, precision_bits, position_at, uptime_seconds, uptime_at,
    direct_at, newest_at, newest_packet_id, said, signed_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (node_num) DO UPDATE SET long_name = excluded.long_name, short_name = excluded.short_name,
    hw_model = excluded.hw_model, role = excluded.role, firmware_version = excluded.firmware_version,
    region = excluded.region, modem_preset = excluded.modem_preset, public_key = excluded.public_key,
    licensed = excluded.licensed, unmessagable = excluded.unmessagable, status_text = excluded.status_text,
    first_heard = excluded.first_heard, last_heard = excluded.last_heard, online = excluded.online,
    channel_id = excluded.channel_id, last_gateway_num = excluded.last_gateway_num,
    last_gateway_at = excluded.last_gateway_at, snr = excluded.snr, rssi = excluded.rssi,
    hops_away = excluded.hops_away, packets = excluded.packets, latitude = excluded.latitude,
    longitude = excluded.longitude, altitude = excluded.altitude, precision_bits = excluded.precision_bits,
    position_at = excluded.position_at, uptime_seconds = excluded.uptime_seconds, uptime_at = excluded.uptime_at,
    direct_at = excluded.direct_at, newest_at = excluded.newest_at, newest_packet_id = excluded.newest_packet_id,
    said = excluded.said, signed_at = excluded.signed_at`;

const asInteger = (value: boolean | null) => (value === null ? null : Number(value));
const numOrNull = (id: string | null) => (id === null ? null : (parseNodeId(id) ?? null));

interface NodeRowsParts {
  readonly db: Database.Database;
  readonly dictionaries: Dictionaries;
  readonly listening: Listening;
  readonly aliases: NodeAliases;
}

export function createNodeRows({ db, dictionaries, listening, aliases }: NodeRowsParts): NodeRows {
  const selectOne = db.prepare<[number], StoredNodeRow>(`${SELECT} WHERE n.node_num = ?`);
  const selectNewest = db.prepare<[number], StoredNodeRow>(`${SELECT} ORDER BY n.last_heard DESC LIMIT ?`);
  const selectExists = db.prepare<[number]>('SELECT 1 FROM nodes WHERE node_num = ?');
  const selectMetrics = db
    .prepare<[number], MetricRow>(
      'SELECT m.metric, nm.value, nm.at FROM node_metrics nm JOIN metrics m USING (metric_id) WHERE nm.node_num = ?',
    )
    .raw();
  const insert = db.prepare(SAVE);
  const insertPresence = db.prepare(`
    INSERT INTO node_presence (node_num, late, due_at, silent_after, rhythm) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET late = excluded.late, due_at = excluded.due_at, silent_after = excluded.silent_after,
      rhythm = excluded.rhythm`);
  const insertMetric = db.prepare(`
    INSERT INTO node_metrics (node_num, metric_id, at, value) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at, value = excluded.value`);
  const deleteMetric = db.prepare('DELETE FROM node_metrics WHERE node_num = ? AND metric_id = ?');

  function toState(row: StoredNodeRow): NodeState {
    const metrics = Object.fromEntries(
      selectMetrics.all(row.node_num).map(([metric, value, at]) => [metric, { value, at }]),
    );
    const { uptime_seconds: seconds, uptime_at: uptimeAt } = row;
    return {
      node: toNode(row, metrics, aliases.formerIds(row.node_num as NodeNum)),
      provenance: JSON.parse(row.said) as FieldProvenance,
      uptime: seconds === null || uptimeAt === null ? null : { seconds, at: uptimeAt },
      newest: { at: row.newest_at, packetId: row.newest_packet_id },
      rhythm: parseNodeRhythm(row.rhythm ?? ''),
    };
  }

  return {
    load(num) {
      const row = selectOne.get(num);
      return row === undefined ? undefined : toState(row);
    },
    exists: (num) => selectExists.get(num) !== undefined,
    newest: (limit) => selectNewest.all(limit).reverse().map(toState),
    save({ node, provenance, uptime, newest, rhythm }) {
      const gateway = numOrNull(node.lastGatewayId);
      insert.run(
        node.nodeNum,
        node.longName,
        node.shortName,
        node.hwModel,
        node.role,
        node.firmwareVersion,
        node.region,
        node.modemPreset,
        node.publicKey,
        Number(node.licensed),
        asInteger(node.unmessagable),
        node.statusText,
        node.firstHeard,
        node.lastHeard,
        Number(node.state !== 'silent'),
        node.channel === null ? null : dictionaries.channelId(node.channel),
        gateway,
        node.lastGatewayAt ?? 0,
        node.snr,
        node.rssi,
        node.hopsAway,
        node.packets,
        node.latitude,
        node.longitude,
        node.altitude,
        node.precisionBits,
        node.positionAt,
        uptime?.seconds ?? null,
        uptime?.at ?? null,
        node.directAt,
        newest.at,
        newest.packetId,
        JSON.stringify(provenance),
        node.signedAt,
      );
      const thresholds = nodeThresholds(node.role, rhythm, node.lastHeard);
      insertPresence.run(
        node.nodeNum,
        Number(node.state === 'late'),
        nextDue(node.state, node.lastHeard, thresholds, listening.countedFor(gateway)),
        thresholds.silent,
        serializeNodeRhythm(rhythm),
      );
    },
    saveMetric(num, metric, value, at) {
      insertMetric.run(num, dictionaries.metricId(metric), at, value);
    },
    removeMetric(num, metric) {
      deleteMetric.run(num, dictionaries.metricId(metric));
    },
  };
}
