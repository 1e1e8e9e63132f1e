import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import {
  derivedMetrics,
  isDerivedName,
  type DerivedName,
  type DerivedOf,
  type ValueEntity,
} from '@mesh-observatory/contract/derived-metrics';
import type { FieldConfigJson, FrameJson } from '@mesh-observatory/contract/frames';
import { RequestError } from '../../../../errors.js';
import { readCatalogEntries, type MetricEntry } from '../catalog.js';
import { resolveScope } from '../scope.js';
import { BATTERY, latestBatteryLevels } from '../frames/battery.js';
import { channelValues } from '../frames/values/channels.js';
import { collectorValues } from '../frames/values/collector.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { domainConfig, decibelConfig, unitConfig } from '../frames/field-config.js';
import { gatewayValues } from '../frames/values/gateways.js';
import { latestInRange } from '../frames/latest-values.js';
import {
  selectValueNodes,
  nodeLabels,
  nodeReaders,
  type NodeReadings,
  type NodeSelection,
} from '../frames/values/nodes.js';
import { buildValueFrame } from '../frames/values/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

function nodeFrame(asked: NodeSelection, metric: string, config: FieldConfigJson, readings: NodeReadings): FrameJson {
  const { context, nodes } = asked;
  const values = nodes.flatMap((node) => {
    const value = readings.values.get(node.node_num);
    return value === undefined ? [] : [{ labels: nodeLabels(node), value }];
  });
  const { notices = [] } = readings;
  return buildValueFrame(context, { metric, config, entity: 'node', values, notices });
}

function telemetryFrame(asked: NodeSelection, entry: MetricEntry): FrameJson {
  const { context, nums } = asked;
  const { metric, metric_id, title, description, unit } = entry;
  const values =
    metric === BATTERY
      ? latestBatteryLevels(context, nums)
      : new Map([...latestInRange(context, metric_id, nums)].map(([node, { value }]) => [node, value]));
  const domain = domainConfig(metric, context.query.thresholds, context.radio);
  return nodeFrame(asked, metric, { displayName: title, description, ...unitConfig(unit), ...domain }, { values });
}

const decibels: Readonly<Partial<Record<DerivedName, 'snr' | 'margin'>>> = {
  node_best_snr: 'snr',
  node_best_margin: 'margin',
};

function derivedConfig(metric: DerivedName, { query, radio }: ContextOf<'values'>): FieldConfigJson {
  const { title, description, unit } = derivedMetrics[metric];
  const quantity = decibels[metric];
  if (quantity !== undefined)
    return { displayName: title, description, ...decibelConfig(quantity, query.thresholds, radio) };
  return { displayName: title, description, ...unitConfig(unit), ...(unit === COUNT_UNIT ? { decimals: 0 } : {}) };
}

/** Makes a value on first use and keeps it. */
function memoize<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const isOf = <E extends ValueEntity>(entity: E, metric: DerivedName): metric is DerivedOf<E> =>
  derivedMetrics[metric].entity === entity;

/** One number per node, gateway, channel …: a frame per requested metric, in that order. */
export const buildValues: FrameBuilder<'values'> = (context) => {
  const { reader, query } = context;
  const metrics = [...new Set(query.metrics)];
  const telemetry = metrics.filter((metric) => !isDerivedName(metric));
  const catalog = telemetry.length === 0 ? new Map<string, MetricEntry>() : readCatalogEntries(reader, telemetry);
  const scope = resolveScope(reader, query);
  const nodes = memoize(() => selectValueNodes(context, scope));

  function derivedFrame(metric: DerivedName): FrameJson {
    const config = derivedConfig(metric, context);
    if (isOf('node', metric)) return nodeFrame(nodes(), metric, config, nodeReaders[metric](nodes()));
    if (isOf('gateway', metric)) {
      const values = gatewayValues(context, scope, metric);
      return buildValueFrame(context, { metric, config, entity: 'gateway', values });
    }
    if (isOf('channel', metric)) {
      const values = channelValues(context, scope, metric);
      return buildValueFrame(context, { metric, config, entity: 'channel', values });
    }
    return buildValueFrame(context, { metric, config, ...collectorValues(context.health, metric) });
  }

  return metrics.map((metric) => {
    if (isDerivedName(metric)) return derivedFrame(metric);
    const entry = catalog.get(metric);
    if (entry !== undefined) return telemetryFrame(nodes(), entry);
    throw new RequestError('bad_metric', `No such metric: ${metric}. The catalog lists all of them.`);
  });
};

export const live: LiveRule<'values'> = readAgainAfter(['node', 'gateway', 'link', 'packet'], 10_000);
