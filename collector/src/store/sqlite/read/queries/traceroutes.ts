import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { hopColumns, tracerouteColumns } from '@mesh-observatory/contract/queries/traceroutes';
import type { Traceroute } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { readDirectory, shortNameOf, type Directory } from '../directory.js';
import { heardBy } from '../lists/packets.js';
import { inScope, resolveScope } from '../scope.js';
import { allOf, isOneOf, sql, inRange } from '../sql.js';
import { selectTraceroutes } from '../lists/traceroutes.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';
import { packetIdText } from '../frames/log-lines.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const UNKNOWN_HOP = '!ffffffff';

interface Hop {
  readonly trace: Traceroute;
  readonly direction: 'towards' | 'back';
  readonly index: number;
  readonly fromId: string;
  readonly toId: string;
  readonly snr: number | null;
}

/**
 * Kind of the link that a hop is evidence of; null = its nodes are not known. A radio measures its SNR; what came through
 * MQTT, or from firmware that reports none, has no SNR.
 */
function linkKindOf({ fromId, toId, snr }: Pick<Hop, 'fromId' | 'toId' | 'snr'>): LinkKind | null {
  if (fromId === UNKNOWN_HOP || toId === UNKNOWN_HOP) return null;
  return snr === null ? 'internet' : 'traceroute';
}

/** Nodes passed on the way there. A request under way has not arrived: its target is no hop yet. */
function pathTowards(trace: Traceroute): string[] {
  const arrived = trace.kind === 'reply' || trace.complete;
  return [trace.fromId, ...trace.route, ...(arrived ? [trace.toId] : [])];
}

/** Nodes passed on the way back, as far as the packet had come when it was received. */
function pathBack(trace: Traceroute): string[] {
  if (trace.kind !== 'reply' || (trace.routeBack.length === 0 && trace.snrBack.length === 0)) return [];
  const arrived = trace.snrBack.length > trace.routeBack.length;
  return [trace.toId, ...trace.routeBack, ...(arrived ? [trace.fromId] : [])];
}

function hopsOf(trace: Traceroute): Hop[] {
  const along = (direction: Hop['direction'], path: readonly string[], snrs: readonly (number | null)[]): Hop[] =>
    path.slice(1).map((toId, index) => ({
      trace,
      direction,
      index: index + 1,
      fromId: path[index] ?? UNKNOWN_HOP,
      toId,
      snr: snrs[index] ?? null,
    }));
  return [...along('towards', pathTowards(trace), trace.snrTowards), ...along('back', pathBack(trace), trace.snrBack)];
}

const nameOf = (directory: Directory, id: string) => (id === UNKNOWN_HOP ? 'unknown' : shortNameOf(directory, id));
/** `HILL → LAKE`; a hop without SNR among measured ones is written out: `LAKE →(internet) TOWN`. */
function pathText(directory: Directory, path: readonly string[], snrs: readonly (number | null)[]): string | null {
  const [first, ...others] = path;
  if (first === undefined) return null;
  const isInternet = (toId: string, index: number) =>
    index < snrs.length &&
    linkKindOf({ fromId: path[index] ?? UNKNOWN_HOP, toId, snr: snrs[index] ?? null }) === 'internet';
  return others.reduce(
    (text, id, index) => `${text} ${isInternet(id, index) ? '→(internet)' : '→'} ${nameOf(directory, id)}`,
    nameOf(directory, first),
  );
}

const weakest = (snrs: readonly (number | null)[]) => {
  const known = snrs.filter((snr) => snr !== null);
  return known.length === 0 ? null : Math.min(...known);
};

function columns(context: ContextOf<'traceroutes'>, directory: Directory): Column<Traceroute>[] {
  return columnsOf<typeof tracerouteColumns, Traceroute>(context, tracerouteColumns, {
    time: (trace) => trace.at,
    fromId: (trace) => trace.fromId,
    fromName: (trace) => nameOf(directory, trace.fromId),
    toId: (trace) => trace.toId,
    toName: (trace) => nameOf(directory, trace.toId),
    kind: (trace) => trace.kind,
    complete: (trace) => trace.complete,
    hops: (trace) => pathTowards(trace).length - 1,
    weakestSnr: (trace) => weakest([...trace.snrTowards, ...trace.snrBack]),
    weakestMargin: (trace) =>
      weakest(hopsOf(trace).map((hop) => context.radio.marginDb(hop.snr, hop.toId, hop.fromId))),
    route: (trace) => pathText(directory, pathTowards(trace), trace.snrTowards),
    routeBack: (trace) => pathText(directory, pathBack(trace), trace.snrBack),
    packetId: (trace) => packetIdText(trace.packetId),
  });
}

function hopColumnsOf(context: ContextOf<'traceroutes'>, directory: Directory): Column<Hop>[] {
  const end = (hop: Hop, which: 'fromId' | 'toId') => directory.get(hop[which]);
  return columnsOf<typeof hopColumns, Hop>(context, hopColumns, {
    time: (hop) => hop.trace.at,
    packetId: (hop) => packetIdText(hop.trace.packetId),
    direction: (hop) => hop.direction,
    hop: (hop) => hop.index,
    fromId: (hop) => hop.fromId,
    fromName: (hop) => nameOf(directory, hop.fromId),
    toId: (hop) => hop.toId,
    toName: (hop) => nameOf(directory, hop.toId),
    snr: (hop) => hop.snr,
    margin: (hop) => context.radio.marginDb(hop.snr, hop.toId, hop.fromId),
    kind: linkKindOf,
    sourceLatitude: (hop) => end(hop, 'fromId')?.latitude,
    sourceLongitude: (hop) => end(hop, 'fromId')?.longitude,
    targetLatitude: (hop) => end(hop, 'toId')?.latitude,
    targetLongitude: (hop) => end(hop, 'toId')?.longitude,
  });
}

function mentioned(trace: Traceroute): number[] {
  return [trace.fromId, trace.toId, ...trace.route, ...trace.routeBack].map((id) => parseNodeId(id) ?? 0);
}

/** One row per trace, newest first, and a frame `hops` with one row per hop, ready to be drawn. */
export const buildTraceroutes: FrameBuilder<'traceroutes'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const limit = query.limit ?? queryDefinitions.traceroutes.limit.default;
  const kinds = ['request', 'reply'].filter(scope.hasKind);
  const onChannel = isOneOf(sql`p.channel_id`, scope.channelIds);
  const where = allOf([
    inRange(sql`t.at`, range),
    sql`(${inScope(sql`t.origin_num`, scope.nodes)} OR ${inScope(sql`t.target_num`, scope.nodes)})`,
    isOneOf(sql`t.kind`, kinds),
    heardBy(sql`t.packet_row`, scope.gateways),
    scope.channelIds === null
      ? sql`TRUE`
      : sql`EXISTS (SELECT 1 FROM packets p WHERE p.packet_row = t.packet_row AND ${onChannel})`,
  ]);
  const found = selectTraceroutes(reader, where, limit + 1).map(({ item }) => item);
  const rows = found.slice(0, limit);
  const directory = readDirectory(reader, rows.flatMap(mentioned));
  const notices = truncation(found.length > limit, `Only the newest ${limit} traceroutes are shown.`);
  const { refId } = query;
  return [
    buildFrame({ kind: 'traceroutes', refId, notices, columns: columns(context, directory), rows }),
    buildFrame({
      kind: 'hops',
      refId,
      columns: hopColumnsOf(context, directory),
      rows: rows.flatMap(hopsOf),
    }),
  ];
};

export const live: LiveRule<'traceroutes'> = readAgainAfter(['traceroute'], 1000);
