import { portNameOf } from '@mesh-observatory/contract/ports';
import type { Traffic } from '@mesh-observatory/contract/resources';
import { anyOf, nodeNums, onChannels, type ListReader } from './list-reader.js';
import { nodeId } from '../../rows/node-id.js';
import { inRange, allOf, sql, cancellable } from '../sql.js';

interface TrafficRow {
  readonly minute: number;
  readonly gateway_num: number;
  readonly channel_id: number;
  readonly channel: string;
  readonly portnum: number;
  readonly outcome: string;
  readonly packets: number;
  readonly bytes: number;
}

const toTraffic = (row: TrafficRow): Traffic => ({
  at: row.minute,
  gatewayId: nodeId(row.gateway_num),
  channel: row.channel,
  portnum: row.portnum < 0 ? null : row.portnum,
  portName: row.portnum < 0 ? null : portNameOf(row.portnum),
  outcome: row.outcome,
  packets: row.packets,
  bytes: row.bytes,
});

/** Newest minute first. */
export const listTraffic: ListReader<Traffic> = {
  keyShape: ['number', 'number', 'number', 'number', 'string'],
  select(reader, filter, after, limit) {
    const [minute, gateway, channel, portnum, outcome] = after ?? [];
    const place = sql`(${minute ?? 0}, ${gateway ?? 0}, ${channel ?? 0}, ${portnum ?? 0}, ${outcome ?? ''})`;
    const where = allOf([
      anyOf(sql`t.gateway_num`, nodeNums(filter.gatewayIds)),
      onChannels(sql`t.channel_id`, filter.channels),
      anyOf(sql`t.portnum`, filter.portnums),
      inRange(sql`t.minute`, filter),
      after === undefined ? sql`TRUE` : sql`(t.minute, t.gateway_num, t.channel_id, t.portnum, t.outcome) < ${place}`,
      cancellable(sql`t.bytes`),
    ]);
    const rows = reader.all(sql<TrafficRow>`
      SELECT t.*, c.name AS channel FROM traffic_minutely t JOIN channels c USING (channel_id)
      WHERE ${where}
      ORDER BY t.minute DESC, t.gateway_num DESC, t.channel_id DESC, t.portnum DESC, t.outcome DESC LIMIT ${limit}`);
    return rows.map((row) => ({
      key: [row.minute, row.gateway_num, row.channel_id, row.portnum, row.outcome],
      item: toTraffic(row),
    }));
  },
};
