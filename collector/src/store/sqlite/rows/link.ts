import type { Link } from '@mesh-observatory/contract/resources';
import { nodeId } from './node-id.js';

/** A row of `links`. */
export interface LinkRow {
  readonly from_num: number;
  readonly to_num: number;
  readonly kind: Link['kind'];
  readonly snr: number | null;
  /** Time of snr and rssi; 0 = never measured. */
  readonly snr_at: number;
  readonly snr_avg: number | null;
  readonly rssi: number | null;
  readonly count: number;
  readonly first_seen: number;
  readonly last_seen: number;
}

export const toLink = (row: LinkRow): Link => ({
  fromId: nodeId(row.from_num),
  toId: nodeId(row.to_num),
  kind: row.kind,
  snr: row.snr,
  snrAt: row.snr_at === 0 ? null : row.snr_at,
  snrAvg: row.snr_avg === null ? null : Math.round(row.snr_avg * 1000) / 1000,
  rssi: row.rssi,
  count: row.count,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
});
