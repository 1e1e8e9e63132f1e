import { inventoryColumns } from '@mesh-observatory/contract/queries/inventory';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { radioLinkKinds } from '@mesh-observatory/contract/link-kinds';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { nodeId } from '../../rows/node-id.js';
import { labelOf } from '../directory.js';
import { inScope, nodesHeard, resolveScope } from '../scope.js';
import { cancellable, inRange, isOneOf, sql, type TimeRange } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { hintsOf } from '../frames/hints.js';
import { buildFrame, truncation } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

interface NodeRow {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly role: string | null;
  readonly hw_model: string | null;
  readonly firmware_version: string | null;
  readonly modem_preset: string | null;
  readonly altitude: number | null;
  readonly last_heard: number;
}

interface Listed extends NodeRow {
  readonly hopLimit: number | null;
  readonly neighbors: number;
  readonly hints: readonly string[];
}

const NOT_KNOWN = 'Not known';
const POSITION = 3;
const TELEMETRY = 67;
/** Fewer packets tell no interval. */
const FEWEST_PACKETS = 6;

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** The last day of the range: settings are those of now. */
const lastDay = ({ range: { from, to } }: ContextOf<'inventory'>): TimeRange => ({
  from: Math.max(from, to - DAY_MS),
  to,
});

function readHopLimits(context: ContextOf<'inventory'>): Map<number, number> {
  const { reader } = context;
  return new Map(
    reader.tuples(sql<[number, number]>`
      SELECT ${reader.aliases.currentOf(sql`r.from_num`)} AS node, MAX(r.hop_start) FROM receptions r
      WHERE ${inRange(sql`r.received_at`, lastDay(context))} AND r.hop_start > 0 AND ${cancellable(sql`r.packet_row`)}
      GROUP BY node`),
  );
}

/** Usual milliseconds between packets of a port, by node. */
function readIntervals(context: ContextOf<'inventory'>, portnum: number): Map<number, number> {
  const { reader } = context;
  const rows = reader.tuples(sql<[number, number, number]>`
    SELECT ${reader.aliases.currentOf(sql`p.from_num`)} AS node, COUNT(*), MAX(p.received_at) - MIN(p.received_at)
    FROM packets p WHERE ${inRange(sql`p.received_at`, lastDay(context))} AND p.portnum = ${portnum}
      AND ${cancellable(sql`p.packet_row`)} GROUP BY node HAVING COUNT(*) >= ${FEWEST_PACKETS}`);
  return new Map(rows.map(([node, count, span]) => [node, span / (count - 1)]));
}

function readNeighbors({ reader, range }: ContextOf<'inventory'>): Map<number, Set<number>> {
  const neighbors = new Map<number, Set<number>>();
  const add = (node: number, other: number) => neighbors.set(node, (neighbors.get(node) ?? new Set()).add(other));
  for (const [one, other] of reader.tuples(sql<[number, number]>`
    SELECT l.from_num, l.to_num FROM links l WHERE l.last_seen >= ${range.from} AND l.first_seen < ${range.to}
      AND ${isOneOf(sql`l.kind`, radioLinkKinds)} AND ${cancellable(sql`l.from_num`)}`)) {
    add(one, other);
    add(other, one);
  }
  return neighbors;
}

function readNodes(context: ContextOf<'inventory'>): Listed[] {
  const { reader, query, range } = context;
  const nums = nodesHeard(reader, resolveScope(reader, query), range);
  const nodes = reader.all(sql<NodeRow>`
    SELECT n.node_num, n.long_name, n.short_name, n.role, n.hw_model, n.firmware_version, n.modem_preset, n.altitude,
           n.last_heard
    FROM nodes n WHERE n.last_heard >= ${range.from} AND n.first_heard < ${range.to}
      AND ${inScope(sql`n.node_num`, nums)} ORDER BY n.last_heard DESC, n.node_num`);
  const hopLimits = readHopLimits(context);
  const positions = readIntervals(context, POSITION);
  const telemetry = readIntervals(context, TELEMETRY);
  const neighbors = readNeighbors(context);
  const altitudes = new Map(
    nodes.flatMap(({ node_num, altitude }) => (altitude === null ? [] : [[node_num, altitude]])),
  );
  const usual = median([...neighbors.values()].map(({ size }) => size)) ?? 0;
  const described = nodes.map((node): Listed => {
    const around = [...(neighbors.get(node.node_num) ?? [])];
    const hopLimit = hopLimits.get(node.node_num) ?? null;
    const facts = {
      ...{ role: node.role, altitude: node.altitude, hopLimit, neighbors: around.length },
      altitudeAround: median(around.flatMap((num) => altitudes.get(num) ?? [])),
      positionEveryMs: positions.get(node.node_num) ?? null,
      telemetryEveryMs: telemetry.get(node.node_num) ?? null,
    };
    return { ...node, hopLimit, neighbors: around.length, hints: hintsOf(facts, usual) };
  });
  return described.sort((one, other) => other.hints.length - one.hints.length);
}

/** Every node heard in the range, those with hints first. */
export const buildInventory: FrameBuilder<'inventory'> = (context) => {
  const { query } = context;
  const limit = query.limit ?? queryDefinitions.inventory.limit.default;
  const nodes = readNodes(context);
  return [
    buildFrame<Listed>({
      kind: 'inventory',
      refId: query.refId,
      notices: truncation(nodes.length > limit, `Only ${limit} of ${nodes.length} nodes are shown.`),
      columns: columnsOf<typeof inventoryColumns, Listed>(context, inventoryColumns, {
        label: (node) => labelOf({ longName: node.long_name, shortName: node.short_name }, nodeId(node.node_num)),
        hint: ({ hints }) => (hints.length === 0 ? null : hints.join('. ')),
        role: ({ role }) => role ?? NOT_KNOWN,
        hopLimit: ({ hopLimit }) => (hopLimit === null ? NOT_KNOWN : String(hopLimit)),
        neighbors: ({ neighbors }) => neighbors,
        firmware: (node) => node.firmware_version ?? NOT_KNOWN,
        hwModel: (node) => node.hw_model ?? NOT_KNOWN,
        modemPreset: (node) => node.modem_preset ?? NOT_KNOWN,
        lastHeard: (node) => node.last_heard,
        nodeId: ({ node_num }) => nodeId(node_num),
      }),
      rows: nodes.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'inventory'> = readAgainAfter(['node', 'link'], 60_000);
