import type { Node } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeId, nodeIdOrNull, nodeMatches, nodeNums, onChannels, type ListReader } from './list-reader.js';
import { inRange, allOf, inside, isOneOf, sql, type Sql } from '../sql.js';

interface NodeRow {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly hw_model: string | null;
  readonly role: string | null;
  readonly firmware_version: string | null;
  readonly region: string | null;
  readonly modem_preset: string | null;
  readonly public_key: string | null;
  readonly licensed: number;
  readonly unmessagable: number | null;
  readonly status_text: string | null;
  readonly first_heard: number;
  readonly last_heard: number;
  readonly online: number;
  readonly gateway: number;
  readonly last_gateway_num: number | null;
  readonly channel: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly altitude: number | null;
  readonly precision_bits: number | null;
  readonly position_at: number | null;
  readonly snr: number | null;
  readonly rssi: number | null;
  readonly hops_away: number | null;
  readonly packets: number;
}

type Metrics = Record<string, { value: number; at: number }>;

const METRICS_CHUNK = 500;

/** Latest values by node; `metrics` narrows them down. */
export function latestMetrics(
  reader: Reader,
  nums: readonly number[],
  metrics?: readonly string[],
): Map<number, Metrics> {
  const found = new Map<number, Metrics>();
  for (let start = 0; start < nums.length; start += METRICS_CHUNK) {
    const chunk = nums.slice(start, start + METRICS_CHUNK);
    const rows = reader.tuples(sql<[number, string, number, number]>`
      SELECT nm.node_num, m.metric, nm.value, nm.at FROM node_metrics nm JOIN metrics m USING (metric_id)
      WHERE ${isOneOf(sql`nm.node_num`, chunk)} AND ${isOneOf(sql`m.metric`, metrics)}`);
    for (const [num, metric, value, at] of rows) {
      const values = found.get(num) ?? {};
      values[metric] = { value, at };
      found.set(num, values);
    }
  }
  return found;
}

function toNode(row: NodeRow, metrics: Metrics): Node {
  return {
    nodeId: nodeId(row.node_num),
    nodeNum: row.node_num,
    longName: row.long_name,
    shortName: row.short_name,
    hwModel: row.hw_model,
    role: row.role,
    firmwareVersion: row.firmware_version,
    region: row.region,
    modemPreset: row.modem_preset,
    publicKey: row.public_key,
    licensed: row.licensed === 1,
    unmessagable: row.unmessagable === null ? null : row.unmessagable === 1,
    statusText: row.status_text,
    firstHeard: row.first_heard,
    lastHeard: row.last_heard,
    online: row.online === 1,
    gateway: row.gateway === 1,
    lastGatewayId: nodeIdOrNull(row.last_gateway_num),
    channel: row.channel,
    latitude: row.latitude,
    longitude: row.longitude,
    altitude: row.altitude,
    precisionBits: row.precision_bits,
    positionAt: row.position_at,
    snr: row.snr,
    rssi: row.rssi,
    hopsAway: row.hops_away,
    packets: row.packets,
    metrics,
  };
}

/** Nodes most recently heard first; `where` may use `n`. `metrics` narrows the latest values down. */
export function selectNodes(reader: Reader, where: Sql, limit: number, metrics?: readonly string[]): Node[] {
  const rows = reader.all(sql<NodeRow>`
    SELECT n.*, c.name AS channel, EXISTS (SELECT 1 FROM gateways g WHERE g.gateway_num = n.node_num) AS gateway
    FROM nodes n LEFT JOIN channels c USING (channel_id)
    WHERE ${where} ORDER BY n.last_heard DESC, n.node_num DESC LIMIT ${limit}`);
  const latest = latestMetrics(
    reader,
    rows.map((row) => row.node_num),
    metrics,
  );
  return rows.map((row) => toNode(row, latest.get(row.node_num) ?? {}));
}

/** Most recently heard first. A node that is heard while somebody pages moves to the front, behind that reader's back. */
export const listNodes: ListReader<Node> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      anyOf(sql`n.node_num`, nodeNums(filter.nodeIds)),
      anyOf(sql`n.last_gateway_num`, nodeNums(filter.gatewayIds)),
      onChannels(sql`n.channel_id`, filter.channels),
      anyOf(sql`n.role`, filter.roles),
      filter.bounds === undefined ? sql`TRUE` : inside(sql`n.latitude`, sql`n.longitude`, filter.bounds),
      nodeMatches(filter.search),
      filter.online === undefined ? sql`TRUE` : sql`n.online = ${filter.online ? 1 : 0}`,
      inRange(sql`n.last_heard`, filter),
      after === undefined ? sql`TRUE` : sql`(n.last_heard, n.node_num) < (${after[0] ?? 0}, ${after[1] ?? 0})`,
    ]);
    return selectNodes(reader, where, limit).map((item) => ({ key: [item.lastHeard, item.nodeNum], item }));
  },
};

/** One node, or undefined. */
export function readNode(reader: Reader, num: number): Node | undefined {
  return selectNodes(reader, sql`n.node_num = ${num}`, 1)[0];
}
