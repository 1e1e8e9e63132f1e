import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { FieldConfigJson, FrameJson } from '@mesh-observatory/contract/frames';
import { decodeStatusColors, NEUTRAL_COLOR, portColor } from '@mesh-observatory/contract/colors';
import { decodeStatuses } from '@mesh-observatory/contract/decode-statuses';
import { portNameOf } from '@mesh-observatory/contract/ports';
import type { TrafficGroup, TrafficUnit } from '@mesh-observatory/contract/traffic';
import type { MeshRadio } from '@mesh-observatory/contract/mesh-radio';
import { totalAirtimeMs } from '@mesh-observatory/contract/modem-presets';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { readDirectory } from '../directory.js';
import type { Reader } from '../connection.js';
import { sql, type TimeRange } from '../sql.js';
import { nodeId } from '../../rows/node-id.js';
import { resolveScope, type Scope } from '../scope.js';
import { channelText } from '../frames/channel.js';
import type { Buckets } from '../frames/buckets.js';
import { bucketsOf, hasFewNodes, lastWeekOf, type FrameBuilder, type ContextOf } from '../frames/context.js';
import { nodeLinks } from '../frames/field-config.js';
import { limitNotice, truncation, withNotices } from '../frames/frame.js';
import { legendOf, buildSeriesFrame } from '../frames/time-series.js';
import { countedSince, isCounted, trafficSource } from '../frames/traffic-source.js';
import type { Point } from '../frames/samples.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const MAX_SERIES = 200;
const OTHER = 'other';

type Key = number | string;

interface Labeled {
  readonly labels: Record<string, string>;
  readonly name: string;
  /** Fixed for ports and decode states; others have the color of their name. */
  readonly color?: string;
}

type LabelOf = (key: Key) => Labeled;

const plain =
  (label: string, nameOf: (key: Key) => string): LabelOf =>
  (key) => ({ labels: { [label]: nameOf(key) }, name: nameOf(key) });

function nodeLabelOf(reader: Reader, label: 'node' | 'gateway', keys: readonly Key[]): LabelOf {
  const directory = readDirectory(reader, keys.map(Number));
  return (key) => {
    const id = nodeId(Number(key));
    const entry = directory.get(id);
    const labels = {
      [label]: id,
      ...(entry?.short_name ? { shortName: entry.short_name } : {}),
      ...(entry?.long_name ? { longName: entry.long_name } : {}),
    };
    return { labels, name: entry?.short_name ?? id };
  };
}

const titles = new Map<string, string>(Object.entries(decodeStatuses).map(([name, { title }]) => [name, title]));
const colors = new Map<string, string>(Object.entries(decodeStatusColors));

const outcomeOf: LabelOf = (key) => {
  const outcome = String(key);
  return { labels: { outcome }, name: titles.get(outcome) ?? outcome, color: colors.get(outcome) ?? NEUTRAL_COLOR };
};

function labelFunction(reader: Reader, by: TrafficGroup, keys: readonly Key[]): LabelOf {
  switch (by) {
    case 'node':
    case 'gateway':
      return nodeLabelOf(reader, by, keys);
    case 'channel': {
      const rows = reader.tuples(sql<[number, string]>`SELECT channel_id, name FROM channels`);
      const names = new Map(rows);
      return plain('channel', (key) => channelText(names.get(Number(key))));
    }
    case 'port':
      return (key) => {
        const name = Number(key) < 0 ? 'unknown' : portNameOf(Number(key));
        return { labels: { port: name }, name, color: portColor(Number(key)) };
      };
    case 'hops':
      return plain('hops', (key) => (Number(key) < 0 ? 'unknown' : String(key)));
    case 'outcome':
      return outcomeOf;
  }
}

type Points = Map<number, number>;

function add(points: Points, at: number, amount: number): void {
  points.set(at, (points.get(at) ?? 0) + amount);
}

interface Span {
  readonly range: TimeRange;
  readonly buckets: Buckets;
}

/**
 * Amounts by key and bucket. One statement per bucket: the rows are in order of time already, and SQLite would sort all
 * of them again to group them by anything else.
 */
function countByKey(context: ContextOf<'traffic'>, scope: Scope, { range, buckets }: Span): Map<Key, Points> {
  const { reader, query, radio } = context;
  const found = new Map<Key, Points>();
  for (let start = buckets.startOf(range.from); start < range.to; start = buckets.after(start)) {
    const part = { from: Math.max(start, range.from), to: Math.min(buckets.after(start), range.to) };
    const source = trafficSource(query.trafficBy, scope, part);
    const counted = reader.tuples(
      sql<[Key, packets: number, bytes: number]>`SELECT key, SUM(packets), SUM(bytes) FROM (${source}) GROUP BY key`,
    );
    for (const [key, packets, bytes] of counted) {
      const points = found.get(key) ?? new Map<number, number>();
      add(points, start, amountOf(query.trafficUnit, packets, bytes, radio));
      found.set(key, points);
    }
  }
  return found;
}

const sum = (points: Points) => [...points.values()].reduce((total, value) => total + value, 0);

/** The busiest keys, most traffic first; what does not fit is added up as one. */
function rank(found: ReadonlyMap<Key, Points>, limit: number): { shown: [Key, Points][]; others: number } {
  const totals = [...found].map(([key, points]) => ({ key, points, total: sum(points) }));
  const byTotal = totals.sort((left, right) => right.total - left.total || (left.key < right.key ? -1 : 1));
  const shown = byTotal.slice(0, limit).map(({ key, points }): [Key, Points] => [key, points]);
  const rest = byTotal.slice(limit);
  if (rest.length === 0) return { shown, others: 0 };
  const other: Points = new Map();
  for (const { points } of rest) for (const [at, value] of points) add(other, at, value);
  return { shown: [...shown, [OTHER, other]], others: rest.length };
}

function amountOf(unit: TrafficUnit, packets: number, bytes: number, { modemPreset }: MeshRadio): number {
  if (unit === 'airtime') return totalAirtimeMs(modemPreset, packets, bytes);
  return unit.startsWith('bytes') ? bytes : packets;
}

/** Buckets without traffic are 0, from the first one that has any. */
function fill(points: Points, first: number, { range, buckets }: Span): [number, number][] {
  const filled: [number, number][] = [];
  for (let at = first; at < range.to; at = buckets.after(at)) filled.push([at, points.get(at) ?? 0]);
  return filled;
}

const unitConfigs: Readonly<Record<TrafficUnit, FieldConfigJson>> = {
  packets: { unit: COUNT_UNIT, decimals: 0 },
  bytes: { unit: 'bytes', decimals: 0 },
  packets_per_minute: { unit: 'suffix: /min', decimals: 1 },
  airtime: { unit: 'percentunit', decimals: 1 },
  bytes_per_second: { unit: 'Bps', decimals: 1 },
};

/** Milliseconds a rate is measured per; undefined = the amount itself. */
const perMs: Readonly<Record<TrafficUnit, number | undefined>> = {
  packets: undefined,
  bytes: undefined,
  packets_per_minute: MINUTE_MS,
  airtime: 1,
  bytes_per_second: 1000,
};

/** Amounts or rates. A bucket counts with the part of it that lies in the range and in the time that traffic is known of. */
function inUnit(
  unit: TrafficUnit,
  amounts: [number, number][],
  { range, buckets }: Span,
  known: TimeRange,
): [number, number][] {
  const per = perMs[unit];
  if (per === undefined) return amounts;
  return amounts.map(([at, amount]) => {
    const part = Math.min(buckets.after(at), range.to, known.to) - Math.max(at, range.from, known.from);
    // Traffic is counted by the minute: less than one would make a peak of a single packet.
    return [at, (amount * per) / Math.max(part, MINUTE_MS)];
  });
}

function clip(context: ContextOf<'traffic'>, scope: Scope): TimeRange {
  const { range, query } = context;
  return hasFewNodes(scope.nodes) || isCounted(query.trafficBy, scope) ? range : lastWeekOf(range);
}

function seriesFrame(
  context: ContextOf<'traffic'>,
  { labels, name, color }: Labeled,
  points: readonly Point[],
  bucket: number,
): FrameJson {
  const { query } = context;
  const id =
    query.trafficBy === 'node' && labels.node !== OTHER
      ? { links: nodeLinks(context.nodeDashboardUrl, '${__field.labels.node}') }
      : {};
  return buildSeriesFrame({
    refId: query.refId,
    name: 'traffic',
    valueName: query.trafficUnit,
    labels,
    config: {
      displayNameFromDS: legendOf(query.legend, labels, name),
      ...unitConfigs[query.trafficUnit],
      min: 0,
      ...(color === undefined ? {} : { color: { mode: 'fixed', fixedColor: color } }),
      ...id,
    },
    interval: bucket,
    points,
  });
}

/** Packets or bytes per bucket, one frame per port, channel, gateway, node, outcome or number of hops. */
export const buildTraffic: FrameBuilder<'traffic'> = (context) => {
  const { reader, query } = context;
  const by = query.trafficBy;
  const scope = resolveScope(reader, query);
  const range = clip(context, scope);
  const span = { range, buckets: bucketsOf(context, MINUTE_MS) };
  const found = countByKey(context, scope, span);
  const { shown, others } = rank(found, Math.min(query.limit ?? queryDefinitions.traffic.limit.default, MAX_SERIES));
  const keys = shown.map(([key]) => key).filter((key) => key !== OTHER);
  const labelOf = labelFunction(reader, by, keys);
  const first = Math.min(...shown.flatMap(([, points]) => [...points.keys()]));
  const known = { from: countedSince(reader, by, scope) ?? -Infinity, to: reader.now };
  const frames = shown.map(([key, points]) => {
    const labeled = key === OTHER ? { labels: { [by]: OTHER }, name: OTHER, color: NEUTRAL_COLOR } : labelOf(key);
    const amounts = inUnit(query.trafficUnit, fill(points, first, span), span, known);
    return seriesFrame(context, labeled, amounts, span.buckets.widest);
  });
  return withNotices(frames, [
    ...limitNotice(query, others > 0, `${others} of ${found.size} series are added up as "other".`),
    ...truncation(range.from > context.range.from, `Traffic by ${by} is counted for the last 7 days of the range.`),
  ]);
};

export const live: LiveRule<'traffic'> = readAgainAfter(['packet'], 10_000);
