import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Traceroute } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { readDirectory, shortNameOf, type Directory } from '../directory.js';
import { heardBy } from '../lists/packets.js';
import { inScope, resolveScope } from '../scope.js';
import { allOf, isOneOf, sql, inRange } from '../sql.js';
import { selectTraceroutes } from '../lists/traceroutes.js';
import { idColumn, nameColumn, type FrameBuilder, type ContextOf } from '../frames/context.js';
import { snrConfig } from '../frames/field-config.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';
import { packetIdText } from '../frames/log-lines.js';

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
  return [
    { name: 'time', type: 'time', nullable: false, config: { displayName: 'Time' }, value: (trace) => trace.at },
    idColumn(context, 'fromId', 'From', (trace) => trace.fromId),
    nameColumn(context, 'fromName', 'From name', 'fromId', (trace) => nameOf(directory, trace.fromId)),
    idColumn(context, 'toId', 'To', (trace) => trace.toId),
    nameColumn(context, 'toName', 'To name', 'toId', (trace) => nameOf(directory, trace.toId)),
    { name: 'kind', type: 'string', config: { displayName: 'Kind' }, value: (trace) => trace.kind },
    { name: 'complete', type: 'boolean', config: { displayName: 'Complete' }, value: (trace) => trace.complete },
    {
      name: 'hops',
      type: 'number',
      config: { displayName: 'Hops', decimals: 0 },
      value: (t) => pathTowards(t).length - 1,
    },
    {
      name: 'weakestSnr',
      type: 'number',
      config: { displayName: 'Weakest SNR', ...snrConfig(context.query.thresholds) },
      value: (trace) => weakest([...trace.snrTowards, ...trace.snrBack]),
    },
    {
      name: 'route',
      type: 'string',
      config: { displayName: 'Route' },
      value: (t) => pathText(directory, pathTowards(t), t.snrTowards),
    },
    {
      name: 'routeBack',
      type: 'string',
      config: { displayName: 'Way back' },
      value: (t) => pathText(directory, pathBack(t), t.snrBack),
    },
    { name: 'packetId', type: 'string', config: { displayName: 'Packet' }, value: (t) => packetIdText(t.packetId) },
  ];
}

function hopColumns(context: ContextOf<'traceroutes'>, directory: Directory): Column<Hop>[] {
  const coordinate = (
    name: string,
    displayName: string,
    end: 'fromId' | 'toId',
    part: 'latitude' | 'longitude',
  ): Column<Hop> => ({
    name,
    type: 'number',
    config: { displayName, decimals: 5 },
    value: (hop) => directory.get(hop[end])?.[part] ?? null,
  });
  return [
    { name: 'time', type: 'time', nullable: false, config: { displayName: 'Time' }, value: (hop) => hop.trace.at },
    {
      name: 'packetId',
      type: 'string',
      config: { displayName: 'Packet' },
      value: (h) => packetIdText(h.trace.packetId),
    },
    { name: 'direction', type: 'string', config: { displayName: 'Direction' }, value: (hop) => hop.direction },
    { name: 'hop', type: 'number', config: { displayName: 'Hop', decimals: 0 }, value: (hop) => hop.index },
    idColumn(context, 'fromId', 'From', (hop) => hop.fromId),
    {
      name: 'fromName',
      type: 'string',
      config: { displayName: 'From name' },
      value: (h) => nameOf(directory, h.fromId),
    },
    idColumn(context, 'toId', 'To', (hop) => hop.toId),
    { name: 'toName', type: 'string', config: { displayName: 'To name' }, value: (h) => nameOf(directory, h.toId) },
    {
      name: 'snr',
      type: 'number',
      config: { displayName: 'SNR', ...snrConfig(context.query.thresholds) },
      value: (h) => h.snr,
    },
    {
      name: 'kind',
      type: 'string',
      config: { displayName: 'Kind', description: 'Of the link; internet = no radio measured the hop' },
      value: linkKindOf,
    },
    coordinate('sourceLatitude', 'From latitude', 'fromId', 'latitude'),
    coordinate('sourceLongitude', 'From longitude', 'fromId', 'longitude'),
    coordinate('targetLatitude', 'To latitude', 'toId', 'latitude'),
    coordinate('targetLongitude', 'To longitude', 'toId', 'longitude'),
  ];
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
      columns: hopColumns(context, directory),
      rows: rows.flatMap(hopsOf),
    }),
  ];
};
