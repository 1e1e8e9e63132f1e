import type { Position } from '@mesh-observatory/contract/resources';
import { nodeId } from './node-id.js';

/** A row of `positions`. */
export interface PositionRow {
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

export const toPosition = (row: PositionRow): Position => ({
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
