import type { Position } from '@mesh-observatory/contract/resources';
import { anyOf, nodeId, nodeNums, type ListReader } from './list-reader.js';
import { inRange, allOf, inside, sql, cancellable } from '../sql.js';

interface PositionRow {
  readonly node_num: number;
  readonly at: number;
  readonly packet_row: number;
  readonly packet_id: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number | null;
  readonly precision_bits: number | null;
  readonly ground_speed: number | null;
  readonly ground_track: number | null;
  readonly sats_in_view: number | null;
  readonly accuracy: number | null;
  readonly fix_time: number | null;
}

const toPosition = (row: PositionRow): Position => ({
  nodeId: nodeId(row.node_num),
  packetId: row.packet_id,
  at: row.at,
  latitude: row.latitude,
  longitude: row.longitude,
  altitude: row.altitude,
  precisionBits: row.precision_bits,
  groundSpeed: row.ground_speed,
  groundTrack: row.ground_track,
  satsInView: row.sats_in_view,
  accuracy: row.accuracy,
  fixTime: row.fix_time,
});

/** Newest first. */
export const listPositions: ListReader<Position> = {
  keyShape: ['number', 'number', 'number'],
  select(reader, filter, after, limit) {
    const [at, node, packet] = after ?? [];
    const where = allOf([
      anyOf(sql`p.node_num`, nodeNums(filter.nodeIds)),
      filter.bounds === undefined ? sql`TRUE` : inside(sql`p.latitude`, sql`p.longitude`, filter.bounds),
      inRange(sql`p.at`, filter),
      // The first term alone lets the index on time find the place; the second settles rows of the same millisecond.
      after === undefined ? sql`TRUE` : sql`p.at <= ${at ?? 0}`,
      after === undefined
        ? sql`TRUE`
        : sql`(p.at, p.node_num, p.packet_row) < (${at ?? 0}, ${node ?? 0}, ${packet ?? 0})`,
      cancellable(sql`p.packet_row`),
    ]);
    const rows = reader.all(sql<PositionRow>`
      SELECT p.* FROM positions p WHERE ${where} ORDER BY p.at DESC, p.node_num DESC, p.packet_row DESC LIMIT ${limit}`);
    return rows.map((row) => ({ key: [row.at, row.node_num, row.packet_row], item: toPosition(row) }));
  },
};
