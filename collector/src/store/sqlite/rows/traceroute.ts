import type { Traceroute } from '@mesh-observatory/contract/resources';
import { nodeId } from './node-id.js';

/** A row of `traceroutes`; the lists are JSON. */
export interface TracerouteRow {
  readonly packet_row: number;
  readonly at: number;
  readonly packet_id: number;
  readonly origin_num: number;
  readonly target_num: number;
  readonly kind: Traceroute['kind'];
  readonly complete: number;
  readonly route: string;
  readonly snr_towards: string;
  readonly route_back: string;
  readonly snr_back: string;
}

const isNumberOrNull = (value: unknown): value is number | null => value === null || typeof value === 'number';

function numbersOrNulls(json: string): (number | null)[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter(isNumberOrNull) : [];
}

const nodeIds = (json: string) =>
  numbersOrNulls(json)
    .filter((num) => num !== null)
    .map(nodeId);

export const toTraceroute = (row: TracerouteRow): Traceroute => ({
  fromId: nodeId(row.origin_num),
  toId: nodeId(row.target_num),
  packetId: row.packet_id,
  at: row.at,
  kind: row.kind,
  complete: row.complete === 1,
  route: nodeIds(row.route),
  snrTowards: numbersOrNulls(row.snr_towards),
  routeBack: nodeIds(row.route_back),
  snrBack: numbersOrNulls(row.snr_back),
});
