import type { FrameJson } from '@mesh-observatory/contract/frames';
import { presenceColors, type PresenceState } from '@mesh-observatory/contract/presence';
import { edgeColumns, vertexColumns } from '@mesh-observatory/contract/queries/nodegraph';
import type { Link, Node } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { newestLinks } from '../lists/links.js';
import { selectNodes } from '../lists/nodes.js';
import { inScope, nodesHeard, resolveScope } from '../scope.js';
import { isOneOf, sql } from '../sql.js';
import { BATTERY, POWERED, batteryLevel } from '../frames/battery.js';
import { columnsOf } from '../frames/columns.js';
import { marginColor } from '../frames/field-config.js';
import { linkMargin } from '../frames/margins.js';
import type { FrameBuilder, ContextOf } from '../frames/context.js';
import { linkConditions } from '../frames/conditions.js';
import { buildFrame, nodeGraph, limitNotice, truncation, type Column } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

/** Grafana's node graph draws no more. */
const MAX_NODES = 1500;
const MAX_LINKS = 10_000;
const MAX_THICKNESS = 6;

/** A node of the graph. Of neighbors that were reported but never heard only the id is known. */
interface Vertex {
  readonly id: string;
  readonly node: Node | undefined;
}

interface Edge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly kinds: string[];
  readonly snr: number | null;
  readonly margin: number | null;
  readonly count: number;
  readonly lastSeen: number;
}

/**
 * One edge per direction, whatever the evidence of radio; without any, a hop through the internet is an edge of its own
 * look. Links come newest first, so the first SNR is the newest.
 */
function mergeLinks(context: ContextOf<'nodegraph'>, links: readonly Link[]): Edge[] {
  const edges = new Map<string, Edge>();
  for (const link of radioFirst(links)) {
    const { fromId, toId, kind, snr, count, lastSeen } = link;
    const id = `${fromId}-${toId}`;
    const known = edges.get(id);
    if (known !== undefined && kind === 'internet') continue;
    edges.set(id, {
      id,
      source: fromId,
      target: toId,
      kinds: [...(known?.kinds ?? []), kind],
      snr: known?.snr ?? snr,
      margin: known?.margin ?? linkMargin(context, link),
      count: (known?.count ?? 0) + count,
      lastSeen: known?.lastSeen ?? lastSeen,
    });
  }
  return [...edges.values()];
}

const radioFirst = (links: readonly Link[]): Link[] => [
  ...links.filter(({ kind }) => kind !== 'internet'),
  ...links.filter(({ kind }) => kind === 'internet'),
];

const isInternet = ({ kinds }: Edge) => kinds.includes('internet');

/** Radio links of each node at the end of an edge. */
function degrees(edges: readonly Edge[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const edge of edges) {
    const links = isInternet(edge) ? 0 : 1;
    for (const end of [edge.source, edge.target]) found.set(end, (found.get(end) ?? 0) + links);
  }
  return found;
}

/** Nodes at the ends of links, and those in scope that were heard in the range without any. */
function verticesOf(context: ContextOf<'nodegraph'>, degree: ReadonlyMap<string, number>): Vertex[] {
  const { reader, query, range } = context;
  const metrics = [BATTERY, POWERED];
  const linked = [...degree.keys()].map((id) => parseNodeId(id) ?? 0);
  const ends = selectNodes(reader, isOneOf(sql`n.node_num`, linked), linked.length, metrics);
  const scope = resolveScope(reader, query);
  const alone = selectNodes(
    reader,
    sql`n.last_heard >= ${range.from} AND n.first_heard < ${range.to} AND NOT ${isOneOf(sql`n.node_num`, linked)}
      AND ${inScope(sql`n.node_num`, nodesHeard(reader, scope, range))}`,
    MAX_NODES + 1,
    metrics,
  );
  const known = new Map(ends.map((node) => [node.nodeId, node]));
  const byDegree = [...degree].sort(([, left], [, right]) => right - left);
  return [
    ...byDegree.map(([id]) => ({ id, node: known.get(id) })),
    ...alone.map((node) => ({ id: node.nodeId, node })),
  ];
}

type State = PresenceState | 'gateway';
const arcColors: Readonly<Record<State, string>> = { ...presenceColors, gateway: 'blue' };

function stateOf({ node }: Vertex): State {
  if (node === undefined) return 'silent';
  return node.state === 'online' && node.gateway ? 'gateway' : node.state;
}

const arcConfig = (state: State) => ({ color: { mode: 'fixed', fixedColor: arcColors[state] } });

function nodeColumns(context: ContextOf<'nodegraph'>, degree: ReadonlyMap<string, number>): Column<Vertex>[] {
  const arc = (state: State) => (vertex: Vertex) => (stateOf(vertex) === state ? 1 : 0);
  return columnsOf<typeof vertexColumns, Vertex>(
    context,
    vertexColumns,
    {
      id: ({ id }) => id,
      title: ({ id, node }) => node?.shortName ?? id,
      subtitle: ({ node }) => node?.longName,
      mainstat: ({ id }) => degree.get(id) ?? 0,
      secondarystat: ({ node }) => node?.snr,
      arc__online: arc('online'),
      arc__gateway: arc('gateway'),
      arc__late: arc('late'),
      arc__silent: arc('silent'),
      arc__unknown: arc('unknown'),
      detail__role: ({ node }) => node?.role,
      detail__hwModel: ({ node }) => node?.hwModel,
      detail__lastHeard: ({ node }) => node?.lastHeard,
      detail__battery: ({ node }) => (node === undefined ? null : batteryLevel(node)),
      latitude: ({ node }) => node?.latitude,
      longitude: ({ node }) => node?.longitude,
    },
    {
      arc__online: arcConfig('online'),
      arc__gateway: arcConfig('gateway'),
      arc__late: arcConfig('late'),
      arc__silent: arcConfig('silent'),
      arc__unknown: arcConfig('unknown'),
    },
  );
}

/** SVG pattern and color of edges that are no radio link. */
const INTERNET_DASHES = '8 4 2 4';
const INTERNET_COLOR = '#b877d9';
const edgeColor = (edge: Edge) => (isInternet(edge) ? INTERNET_COLOR : marginColor(edge.margin));

function edgeColumnsOf(context: ContextOf<'nodegraph'>): Column<Edge>[] {
  return columnsOf<typeof edgeColumns, Edge>(context, edgeColumns, {
    id: (edge) => edge.id,
    source: (edge) => edge.source,
    target: (edge) => edge.target,
    mainstat: (edge) => edge.snr,
    detail__margin: (edge) => edge.margin,
    secondarystat: (edge) => edge.count,
    detail__kind: (edge) => [...edge.kinds].sort().join(', '),
    detail__lastSeen: (edge) => edge.lastSeen,
    thickness: ({ count }) => Math.min(MAX_THICKNESS, 1 + Math.round(Math.log10(Math.max(1, count)) * 10) / 10),
    color: edgeColor,
    strokeDasharray: (edge) => (isInternet(edge) ? INTERNET_DASHES : null),
  });
}

/** Two frames, `nodes` and `edges`; with coordinates on the nodes the same answer feeds a map's network layer. */
export const buildNodegraph: FrameBuilder<'nodegraph'> = (context): FrameJson[] => {
  const { query } = context;
  const limit = Math.min(query.limit ?? MAX_NODES, MAX_NODES);
  const links = newestLinks(context.reader, linkConditions(context), MAX_LINKS + 1);
  const edges = mergeLinks(context, links.slice(0, MAX_LINKS));
  const degree = degrees(edges);
  const nodes = verticesOf(context, degree);
  const shown = nodes.slice(0, limit);
  const ids = new Set(shown.map(({ id }) => id));
  const notices = [
    ...limitNotice(query, nodes.length > limit, `Only ${limit} nodes are shown: those with the most links.`),
    ...truncation(links.length > MAX_LINKS, `Only the ${MAX_LINKS} links seen last are considered.`),
  ];
  const { refId } = query;
  return [
    buildFrame({
      kind: 'nodes',
      refId,
      meta: nodeGraph,
      notices,
      columns: nodeColumns(context, degree),
      rows: shown,
    }),
    buildFrame({
      kind: 'edges',
      refId,
      columns: edgeColumnsOf(context),
      rows: edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    }),
  ];
};

export const live: LiveRule<'nodegraph'> = readAgainAfter(['link', 'node'], 10_000);
