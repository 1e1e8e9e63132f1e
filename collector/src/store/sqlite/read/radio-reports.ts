import type { RadioReport } from '@mesh-observatory/contract/mesh-radio';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { nodeId } from '../rows/node-id.js';
import { sql, type Sql } from './sql.js';

/** Map reports as they were read, kept for a while: nearly every query asks for them, and they hardly ever change. */
export interface RadioReports {
  readonly at: number;
  readonly reports: readonly RadioReport[];
}

interface Row {
  readonly node_num: number;
  readonly modem_preset: string | null;
  readonly region: string | null;
  readonly last_heard: number;
}

export function currentReports(
  known: RadioReports | undefined,
  now: number,
  all: (query: Sql<Row>) => Row[],
): RadioReports {
  if (known !== undefined && Math.abs(now - known.at) < MINUTE_MS) return known;
  const rows = all(sql<Row>`
    SELECT n.node_num, n.modem_preset, n.region, n.last_heard FROM nodes n
    WHERE n.modem_preset IS NOT NULL OR n.region IS NOT NULL`);
  const reports = rows.map(({ node_num, modem_preset, region, last_heard }) => ({
    nodeId: nodeId(node_num),
    modemPreset: modem_preset,
    region,
    lastHeard: last_heard,
  }));
  return { at: now, reports };
}
