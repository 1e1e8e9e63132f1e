import { isolated } from '@mesh-observatory/contract/isolated';
import { radioLinkKinds } from '@mesh-observatory/contract/link-kinds';
import { criticalNodeColumns } from '@mesh-observatory/contract/queries/cutpoints';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { longNameOf, readDirectory, shortNameOf, type Directory } from '../directory.js';
import { nodeId } from '../../rows/node-id.js';
import { nodesHeard, resolveScope } from '../scope.js';
import { isOneOf, sql, cancellable } from '../sql.js';
import { findCutPoints, type CutPoint, type Edge } from '../frames/articulation.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice, truncation, type Column } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const MAX_EDGES = 50_000;

/**
 * Every pair of nodes with a radio link in the range, in whatever direction: always the whole mesh, also when a few nodes are
 * asked for.
 */
function readEdges({ reader, query, range }: ContextOf<'cutpoints'>): Edge[] {
  return reader.tuples(sql<Edge>`
    SELECT DISTINCT MIN(l.from_num, l.to_num), MAX(l.from_num, l.to_num) FROM links l
    WHERE l.last_seen >= ${range.from} AND l.first_seen < ${range.to}
      AND ${isOneOf(sql`l.kind`, query.linkKinds.length === 0 ? radioLinkKinds : query.linkKinds)}
      AND ${cancellable(sql`l.from_num`)}
    LIMIT ${MAX_EDGES + 1}`);
}

/** Nodes the query is about; null = all. */
function nodesInQuery(context: ContextOf<'cutpoints'>): ReadonlySet<number> | null {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const nums = nodesHeard(reader, scope, range);
  return nums === null ? null : new Set(nums);
}

function named(directory: Directory, { cutOff, examples }: CutPoint): string {
  const names = examples.map((num) => isolated(shortNameOf(directory, nodeId(num))));
  const more = cutOff - examples.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

function columns(context: ContextOf<'cutpoints'>, directory: Directory): Column<CutPoint>[] {
  const id = ({ vertex }: CutPoint) => nodeId(vertex);
  return columnsOf<typeof criticalNodeColumns, CutPoint>(context, criticalNodeColumns, {
    nodeId: id,
    shortName: (point) => shortNameOf(directory, id(point)),
    longName: (point) => longNameOf(directory, id(point)),
    role: (point) => directory.get(id(point))?.role,
    cutOff: (point) => point.cutOff,
    groups: (point) => point.groups,
    links: (point) => point.neighbors,
    cutOffNames: (point) => named(directory, point),
  });
}

/** Nodes whose loss splits the mesh, those that cut off most first. */
export const buildCutpoints: FrameBuilder<'cutpoints'> = (context) => {
  const { reader, query } = context;
  const limit = query.limit ?? queryDefinitions.cutpoints.limit.default;
  const edges = readEdges(context);
  const asked = nodesInQuery(context);
  const points = findCutPoints(edges.slice(0, MAX_EDGES))
    .filter(({ vertex }) => asked === null || asked.has(vertex))
    .sort((left, right) => right.cutOff - left.cutOff || left.vertex - right.vertex);
  const rows = points.slice(0, limit);
  const directory = readDirectory(
    reader,
    rows.flatMap(({ vertex, examples }) => [vertex, ...examples]),
  );
  return [
    buildFrame<CutPoint>({
      kind: 'cutpoints',
      refId: query.refId,
      notices: [
        ...limitNotice(query, points.length > limit, `Only the first ${limit} of ${points.length} nodes are shown.`),
        ...truncation(edges.length > MAX_EDGES, `Only ${MAX_EDGES} links are considered.`),
      ],
      columns: columns(context, directory),
      rows,
    }),
  ];
};

export const live: LiveRule<'cutpoints'> = readAgainAfter(['link'], 30_000);
