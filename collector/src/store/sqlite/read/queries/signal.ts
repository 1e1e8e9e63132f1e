import { isolated } from '@mesh-observatory/contract/isolated';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { FieldConfigJson, FrameJson } from '@mesh-observatory/contract/frames';
import { isSignalMetric, signalMetricNames, signalMetrics, type SignalMetric } from '@mesh-observatory/contract/signal';
import { RequestError } from '../../../../errors.js';
import { readDirectory, shortNameOf, type Directory } from '../directory.js';
import { allOf, isOneOf, sql, cancellable, inRange, type TimeRange, type Sql } from '../sql.js';
import { nodeId } from '../../rows/node-id.js';
import { inScope, onPorts, resolveScope, type Scope } from '../scope.js';
import { bucketsOf, hasFewNodes, lastWeekOf, type FrameBuilder, type ContextOf } from '../frames/context.js';
import type { MeshRadio } from '@mesh-observatory/contract/mesh-radio';
import { decibelConfig, nodeLinks, unitConfig } from '../frames/field-config.js';
import { limitNotice, truncation, withNotices } from '../frames/frame.js';
import { legendOf, buildSeriesFrame } from '../frames/time-series.js';
import type { Point } from '../frames/samples.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const MAX_PAIRS = 200;

type Pair = readonly [from: number, gateway: number];

interface Signal {
  readonly description: string;
  readonly reading: Sql;
  readonly config: (thresholds: boolean, radio: MeshRadio) => FieldConfigJson;
}

const signals: Readonly<Record<SignalMetric, Signal>> = {
  snr: {
    description: 'Signal-to-noise ratio of direct receptions of the node by the gateway',
    reading: sql`r.snr`,
    config: (thresholds, radio) => decibelConfig('snr', thresholds, radio),
  },
  margin: {
    description: 'Signal-to-noise ratio above the decoding limit of the gateway, of direct receptions of the node',
    reading: sql`r.snr`,
    config: (thresholds, radio) => decibelConfig('margin', thresholds, radio),
  },
  rssi: {
    description: 'Signal strength of direct receptions of the node by the gateway',
    reading: sql`r.rssi`,
    config: () => unitConfig('dBm'),
  },
};

function metricOf({ query }: ContextOf<'signal'>): SignalMetric {
  const [metric = 'snr', ...others] = query.metrics;
  if (isSignalMetric(metric) && others.length === 0) return metric;
  const allowed = signalMetricNames.join(' or ');
  throw new RequestError('bad_metric', `A signal is ${allowed}, one at a time; not ${query.metrics.join(', ')}.`);
}

/**
 * Direct receptions in the range: what was relayed measures the relay, and what a gateway sent itself it did not hear.
 * Packets come first (CROSS JOIN keeps it so): by sender or time their indexes hold all that is asked, and their
 * receptions lie side by side.
 */
function directReceptions(scope: Scope, range: TimeRange, { reading }: Signal): Sql {
  const where = allOf([
    inRange(sql`p.received_at`, range),
    inScope(sql`p.from_num`, scope.nodes),
    isOneOf(sql`r.gateway_num`, scope.gateways),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    onPorts(sql`p.portnum`, scope.portnums),
    sql`r.hops_away = 0 AND r.own = 0 AND ${reading} IS NOT NULL`,
    // JSON does not say that a packet came through MQTT; its other copies do.
    sql`NOT (r.kind = 'json' AND p.flags LIKE '%via_mqtt%')`,
    cancellable(sql`p.packet_row`),
  ]);
  return sql`packets p CROSS JOIN receptions r ON r.packet_row = p.packet_row WHERE ${where}`;
}

/**
 * Most receptions first. Grouped by `r.from_num`: by `p.from_num` SQLite would walk that whole index to save a sort.
 */
function readPairs({ reader }: ContextOf<'signal'>, scope: Scope, range: TimeRange, signal: Signal): Pair[] {
  const from = scope.aliases.currentOf(sql`r.from_num`);
  const gateway = scope.aliases.currentOf(sql`r.gateway_num`);
  return reader.tuples(sql<Pair>`
    SELECT ${from} AS sender, ${gateway} AS listener FROM ${directReceptions(scope, range, signal)}
    GROUP BY sender, listener ORDER BY COUNT(*) DESC, sender, listener`);
}

function readPoints(context: ContextOf<'signal'>, scope: Scope, range: TimeRange, signal: Signal): Point[] {
  return context.reader.tuples(sql<Point>`
    SELECT ${bucketsOf(context).sql(sql`p.received_at`)} AS bucket, AVG(${signal.reading})
    FROM ${directReceptions(scope, range, signal)} GROUP BY bucket ORDER BY bucket`);
}

function labelsOf(directory: Directory, [from, gateway]: Pair, metric: SignalMetric): Record<string, string> {
  const sender = directory.get(nodeId(from));
  const listener = directory.get(nodeId(gateway));
  const known = {
    shortName: sender?.short_name,
    longName: sender?.long_name,
    role: sender?.role,
    gatewayShortName: listener?.short_name,
    gatewayLongName: listener?.long_name,
  };
  return {
    node: nodeId(from),
    gateway: nodeId(gateway),
    metric,
    ...Object.fromEntries(Object.entries(known).flatMap(([label, name]) => (name ? [[label, name]] : []))),
  };
}

function seriesFrame(
  context: ContextOf<'signal'>,
  directory: Directory,
  pair: Pair,
  metric: SignalMetric,
  points: readonly Point[],
): FrameJson {
  const { query, nodeDashboardUrl, radio } = context;
  const { title } = signalMetrics[metric];
  const { description, config } = signals[metric];
  // Color by threshold would give most lines of a graph the same color: series keep their own.
  const { color: _byThreshold, ...ofMetric } = config(query.thresholds, radio);
  const labels = labelsOf(directory, pair, metric);
  const [from, gateway] = pair.map((num) => isolated(shortNameOf(directory, nodeId(num))));
  return buildSeriesFrame({
    refId: query.refId,
    name: metric,
    labels,
    config: {
      displayNameFromDS: legendOf(query.legend, { ...labels, title }, `${from} → ${gateway}`),
      description,
      ...ofMetric,
      links: nodeLinks(nodeDashboardUrl, '${__field.labels.node}'),
    },
    points,
  });
}

/** Signal of direct receptions: a frame per node and gateway, the mean of each bucket. */
export const buildSignal: FrameBuilder<'signal'> = (context) => {
  const { reader, query, radio } = context;
  const metric = metricOf(context);
  const signal = signals[metric];
  const scope = resolveScope(reader, query);
  const range = hasFewNodes(scope.nodes) ? context.range : lastWeekOf(context.range);
  const pairs = readPairs(context, scope, range, signal);
  const limit = Math.min(query.limit ?? queryDefinitions.signal.limit.default, MAX_PAIRS);
  const shown = pairs.slice(0, limit);
  const directory = readDirectory(reader, shown.flat());
  const frames = shown.map((pair) => {
    const [from, gateway] = pair;
    const { aliases } = scope;
    const points = readPoints(
      context,
      { ...scope, nodes: aliases.expand([from]), gateways: aliases.expand([gateway]) },
      range,
      signal,
    );
    const shift = ([at, snr]: Point): Point => [at, radio.marginDb(snr, nodeId(gateway), nodeId(from)) ?? snr];
    return seriesFrame(context, directory, pair, metric, metric === 'margin' ? points.map(shift) : points);
  });
  return withNotices(frames, [
    ...limitNotice(
      query,
      pairs.length > limit,
      `Only ${limit} of ${pairs.length} pairs of node and gateway are shown: those with the most receptions.`,
    ),
    ...truncation(range.from > context.range.from, 'Signals of all nodes are read for the last 7 days of the range.'),
  ]);
};

export const live: LiveRule<'signal'> = readAgainAfter(['packet'], 10_000);
