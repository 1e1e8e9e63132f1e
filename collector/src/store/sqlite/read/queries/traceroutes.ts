import { isolated } from '@mesh-observatory/contract/isolated';
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
import { tripsOf, type Trip } from '../frames/trips.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice, type Column } from '../frames/frame.js';
import { packetIdText } from '../frames/log-lines.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const UNKNOWN_HOP = '!ffffffff';

interface Hop {
  readonly trip: Trip;
  /** The way was only overheard: where it went on is not known. */
  readonly partial: boolean;
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

/** Nodes passed on the way there, as far as it is known. */
const pathTowards = (trip: Trip): string[] => [trip.fromId, ...trip.route, ...(trip.arrived ? [trip.toId] : [])];

/** Nodes passed on the way back, as far as the packet had come when it was received. */
function pathBack(trip: Trip): string[] {
  if (!trip.answered || (trip.routeBack.length === 0 && trip.snrBack.length === 0)) return [];
  return [trip.toId, ...trip.routeBack, ...(trip.returned ? [trip.fromId] : [])];
}

function hopsOf(trip: Trip): Hop[] {
  const along = (direction: Hop['direction'], path: readonly string[], snrs: readonly (number | null)[]): Hop[] =>
    path.slice(1).map((toId, index) => ({
      trip,
      direction,
      partial: direction === 'towards' ? !trip.arrived : !trip.returned,
      index: index + 1,
      fromId: path[index] ?? UNKNOWN_HOP,
      toId,
      snr: snrs[index] ?? null,
    }));
  return [...along('towards', pathTowards(trip), trip.snrTowards), ...along('back', pathBack(trip), trip.snrBack)];
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
    (text, id, index) => `${text} ${isInternet(id, index) ? '→(internet)' : '→'} ${isolated(nameOf(directory, id))}`,
    isolated(nameOf(directory, first)),
  );
}

const weakest = (snrs: readonly (number | null)[]) => {
  const known = snrs.filter((snr) => snr !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** `HILL → …`: seen no farther. */
const asFarAsSeen = (text: string | null, isComplete: boolean) =>
  text === null || isComplete ? text : `${text} → … (not seen any farther)`;

function columns(context: ContextOf<'traceroutes'>, directory: Directory): Column<Trip>[] {
  return columnsOf<typeof tracerouteColumns, Trip>(context, tracerouteColumns, {
    time: (trace) => trace.at,
    fromId: (trace) => trace.fromId,
    fromName: (trace) => nameOf(directory, trace.fromId),
    toId: (trace) => trace.toId,
    toName: (trace) => nameOf(directory, trace.toId),
    kind: (trace) => trace.kind,
    complete: (trace) => trace.complete,
    answer: (trace) => (trace.answered ? 'Answered' : 'No answer seen'),
    hops: (trace) => pathTowards(trace).length - 1,
    weakestSnr: (trace) => weakest([...trace.snrTowards, ...trace.snrBack]),
    weakestMargin: (trace) =>
      weakest(hopsOf(trace).map((hop) => context.radio.marginDb(hop.snr, hop.toId, hop.fromId))),
    route: (trace) => asFarAsSeen(pathText(directory, pathTowards(trace), trace.snrTowards), trace.arrived),
    routeBack: (trace) => asFarAsSeen(pathText(directory, pathBack(trace), trace.snrBack), trace.returned),
    packetId: (trace) => packetIdText(trace.packetId),
  });
}

function hopColumnsOf(context: ContextOf<'traceroutes'>, directory: Directory): Column<Hop>[] {
  const end = (hop: Hop, which: 'fromId' | 'toId') => directory.get(hop[which]);
  return columnsOf<typeof hopColumns, Hop>(context, hopColumns, {
    time: (hop) => hop.trip.at,
    packetId: (hop) => packetIdText(hop.trip.packetId),
    direction: (hop) => hop.direction,
    hop: (hop) => hop.index,
    partial: (hop) => hop.partial,
    routeName: ({ trip }) => `${nameOf(directory, trip.fromId)} → ${nameOf(directory, trip.toId)}`,
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

/** One row per request with its reply, newest first, and a frame `hops` with one row per hop, ready to be drawn. */
export const buildTraceroutes: FrameBuilder<'traceroutes'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const limit = query.limit ?? queryDefinitions.traceroutes.limit.default;
  const onChannel = isOneOf(sql`p.channel_id`, scope.channelIds);
  const where = allOf([
    inRange(sql`t.at`, range),
    sql`(${inScope(sql`t.origin_num`, scope.nodes)} OR ${inScope(sql`t.target_num`, scope.nodes)})`,
    heardBy(sql`t.packet_row`, scope.gateways),
    scope.channelIds === null
      ? sql`TRUE`
      : sql`EXISTS (SELECT 1 FROM packets p WHERE p.packet_row = t.packet_row AND ${onChannel})`,
  ]);
  // A traceroute is up to two rows: its request and its reply.
  const found = selectTraceroutes(reader, where, 2 * limit + 1);
  const trips = tripsOf(reader, found).filter(({ kind }) => scope.hasKind(kind));
  const rows = trips.slice(0, limit);
  const directory = readDirectory(reader, rows.flatMap(mentioned));
  const notices = limitNotice(
    query,
    trips.length > limit || found.length > 2 * limit,
    `Only the newest ${limit} traceroutes are shown.`,
  );
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
