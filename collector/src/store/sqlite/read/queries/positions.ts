import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { positionColumns } from '@mesh-observatory/contract/queries/positions';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { Reader } from '../connection.js';
import { allOf, inside, isOneOf, sql, cancellable, inRange, type TimeRange, type Sql } from '../sql.js';
import { nodeId } from '../../rows/node-id.js';
import { nodesOnSeveralChannels, notOnOtherChannels } from '../node-channels.js';
import { inScope, nodesHeard, resolveScope, type Scope } from '../scope.js';
import { columnsOf } from '../frames/columns.js';
import { movesOf } from '../frames/movement.js';
import { bucketMs, maxPoints, type ContextOf, type FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice, truncation, type Column } from '../frames/frame.js';
import { prefersHourly, rolledUpUntil } from '../frames/samples.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

interface TrackNode {
  readonly node_num: number;
  readonly short_name: string | null;
}

interface Fix {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number | null;
  readonly precision_bits: number | null;
  readonly ground_speed: number | null;
  readonly ground_track: number | null;
}

type Row = Fix & TrackNode;

/** A position without a statement counts as exact. */
const EXACT_BY_DEFAULT = sql`MIN(32, COALESCE(precision_bits, 32))`;

interface Track {
  readonly node: number;
  /** Width of the buckets of a thinned track. */
  readonly bucket: number;
  /** Channels the positions were sent on, of a node that also sent on others; null = any. */
  readonly channelIds: readonly number[] | null;
}

/** Nodes with a position in or after the range, whether or not it is the one that is shown. */
function readTrackNodes({ reader, range }: ContextOf<'positions'>, scope: Scope): TrackNode[] {
  return reader.all(sql<TrackNode>`
    SELECT n.node_num, n.short_name FROM nodes n
    WHERE (EXISTS (SELECT 1 FROM positions p WHERE p.node_num = n.node_num AND p.at >= ${range.from})
        OR EXISTS (SELECT 1 FROM positions_hourly h WHERE h.node_num = n.node_num AND h.hour >= ${range.from - HOUR_MS}))
      AND ${inScope(sql`n.node_num`, nodesHeard(reader, scope, range))}
    ORDER BY n.node_num`);
}

/** Before this time the roll-up has the node's track. */
function splitAt(reader: Reader, { bucket, channelIds }: Track, nums: readonly number[], range: TimeRange): number {
  const reach = reader.first(sql<{ firstRaw: number | null; lastHour: number | null }>`
    SELECT (SELECT MIN(at) FROM positions WHERE ${isOneOf(sql`node_num`, nums)}) AS firstRaw,
           (SELECT MAX(hour) FROM positions_hourly WHERE ${isOneOf(sql`node_num`, nums)}) AS lastHour`);
  const { firstRaw = null, lastHour = null } = reach ?? {};
  if (channelIds === null && prefersHourly(range, { width: bucket, onFullHours: true }))
    return rolledUpUntil(lastHour, reader.now);
  if (lastHour === null) return 0;
  return firstRaw === null ? lastHour + HOUR_MS : Math.min(firstRaw - (firstRaw % HOUR_MS), lastHour + HOUR_MS);
}

function source({ reader, query, range }: ContextOf<'positions'>, asked: Track): Sql {
  const { node, channelIds } = asked;
  const nums = reader.aliases.expand([node]);
  const split = splitAt(reader, asked, nums, range);
  const area = (alias: Sql, other: Sql) =>
    query.bounds === undefined ? sql`TRUE` : inside(alias, other, query.bounds);
  const hourly = allOf([
    isOneOf(sql`h.node_num`, nums),
    inRange(sql`h.hour`, { from: range.from - (range.from % HOUR_MS), to: Math.min(split, range.to) }),
    inRange(sql`h.at`, range),
    area(sql`h.latitude`, sql`h.longitude`),
  ]);
  const raw = allOf([
    isOneOf(sql`p.node_num`, nums),
    inRange(sql`p.at`, { from: Math.max(range.from, split), to: range.to }),
    area(sql`p.latitude`, sql`p.longitude`),
    sql`p.source <> 'map_report'`,
    channelIds === null ? sql`TRUE` : notOnOtherChannels(sql`p.packet_row`, channelIds),
    cancellable(sql`p.packet_row`),
  ]);
  return sql`
    SELECT h.at, h.latitude, h.longitude, h.altitude, h.precision_bits, NULL AS ground_speed, NULL AS ground_track
    FROM positions_hourly h WHERE ${hourly}
    UNION ALL
    SELECT p.at, p.latitude, p.longitude, p.altitude, p.precision_bits, p.ground_speed, p.ground_track
    FROM positions p WHERE ${raw}`;
}

/**
 * The finest precision that occurs twice, so that there may be a way in between; else the finest. A node may be exact on a
 * private channel and coarse on a public one: between the two it does not move.
 */
function precisionOf({ reader }: ContextOf<'positions'>, fixes: Sql): number | undefined {
  const [finest, ...others] = reader.tuples(sql<[bits: number, fixes: number]>`
    SELECT ${EXACT_BY_DEFAULT} AS bits, COUNT(*) FROM (${fixes}) GROUP BY bits ORDER BY bits DESC`);
  const repeated = [finest, ...others].find((entry) => entry !== undefined && entry[1] > 1);
  return (repeated ?? finest)?.[0];
}

/** The node's track, oldest first; more fixes than requested points are thinned to the last one of each bucket. */
function track(context: ContextOf<'positions'>, asked: Track): { fixes: Fix[]; thinned: boolean } {
  const limit = maxPoints(context.query);
  const { bucket } = asked;
  const all = source(context, asked);
  const precision = precisionOf(context, all);
  if (precision === undefined) return { fixes: [], thinned: false };
  const fixes = sql`SELECT * FROM (${all}) WHERE ${EXACT_BY_DEFAULT} = ${precision}`;
  const counted = context.reader.first(sql<{ fixes: number }>`SELECT COUNT(*) AS fixes FROM (${fixes})`);
  const thinned = (counted?.fixes ?? 0) > limit;
  const query = thinned
    ? sql<Fix>`SELECT MAX(at) AS at, latitude, longitude, altitude, precision_bits, ground_speed, ground_track
               FROM (${fixes}) GROUP BY at - at % ${bucket} ORDER BY at`
    : sql<Fix>`SELECT * FROM (${fixes}) ORDER BY at`;
  return { fixes: movesOf(context.reader.all(query)), thinned };
}

function columns(context: ContextOf<'positions'>): Column<Row>[] {
  return columnsOf<typeof positionColumns, Row>(context, positionColumns, {
    time: (row) => row.at,
    nodeId: (row) => nodeId(row.node_num),
    shortName: (row) => row.short_name,
    latitude: (row) => row.latitude,
    longitude: (row) => row.longitude,
    altitude: (row) => row.altitude,
    groundSpeed: (row) => row.ground_speed,
    groundTrack: (row) => row.ground_track,
    precisionBits: (row) => row.precision_bits,
  });
}

/** Tracks in one long table, ordered by node and time. */
export const buildPositions: FrameBuilder<'positions'> = (context) => {
  const { reader, query, range } = context;
  const fine = bucketMs(context);
  const bucket = prefersHourly(range, { width: fine, onFullHours: true }) ? bucketMs(context, HOUR_MS) : fine;
  const limit = query.limit ?? queryDefinitions.positions.limit.default;
  const rows: Row[] = [];
  let thinnedNodes = 0;
  const scope = resolveScope(reader, { ...query, bounds: undefined });
  const nodes = readTrackNodes(context, scope);
  const several = new Set(
    scope.channelIds === null
      ? []
      : nodesOnSeveralChannels(
          reader,
          nodes.map(({ node_num }) => node_num),
          scope.channelIds,
        ),
  );
  for (const node of nodes) {
    const channelIds = several.has(node.node_num) ? scope.channelIds : null;
    const { fixes, thinned } = track(context, { node: node.node_num, bucket, channelIds });
    if (thinned) thinnedNodes += 1;
    for (const fix of fixes) rows.push({ ...fix, ...node });
    if (rows.length > limit) break;
  }
  return [
    buildFrame({
      kind: 'positions',
      refId: query.refId,
      notices: [
        ...truncation(
          thinnedNodes > 0,
          `Tracks of ${thinnedNodes} nodes were thinned to ${maxPoints(query)} points each.`,
        ),
        ...limitNotice(
          query,
          rows.length > limit,
          `Stopped after ${limit} positions; ask for fewer nodes or a shorter range.`,
        ),
      ],
      columns: columns(context),
      rows: rows.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'positions'> = readAgainAfter(['position'], 1000);
