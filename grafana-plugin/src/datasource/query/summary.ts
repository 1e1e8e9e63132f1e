import type { MeshQuery, MeshVariableQuery } from '../types';
import { migrateQuery, migrateVariableQuery } from './migrate';
import {
  aggregationWords,
  trafficUnitWords,
  collectorMetricWords,
  eventKindWords,
  findingKindWords,
  queryTypeWords,
  statWords,
  trafficGroupWords,
  variableKindWords,
} from './words';

const MOST_NAMED = 3;

function several(noun: string, items: readonly unknown[] | undefined): string | undefined {
  if (items === undefined || items.length === 0) {
    return undefined;
  }
  const shown = items.slice(0, MOST_NAMED).map(String).join(', ');
  return `${noun} ${shown}${items.length > MOST_NAMED ? ` + ${items.length - MOST_NAMED}` : ''}`;
}

const collectorWords: Readonly<Record<string, { readonly label: string }>> = collectorMetricWords;
const collectorMetricLabel = (name: string) => collectorWords[name]?.label ?? name;

/** What the query is about, without what narrows it down. */
function subject(query: MeshQuery): string {
  switch (query.queryType) {
    case 'timeseries': {
      const metrics = several('', query.metrics)?.trim() ?? 'no metric';
      const aggregation = aggregationWords[query.aggregation ?? 'mean'].label.toLowerCase();
      return `${metrics} (${aggregation}${query.combine === true ? ', all nodes combined' : ''})`;
    }
    case 'collector':
      return several('Collector:', query.metrics?.map(collectorMetricLabel)) ?? 'Collector';
    case 'values':
      return several('Values:', query.metrics) ?? 'Values';
    case 'stat':
      return statWords[query.stat ?? 'nodes_online'].label;
    case 'traffic': {
      const by = trafficGroupWords[query.trafficBy ?? 'port'].label.toLowerCase();
      return `Traffic in ${trafficUnitWords[query.trafficUnit ?? 'packets'].label.toLowerCase()} by ${by}`;
    }
    case 'links': {
      return several('Links:', query.linkKinds) ?? 'Links';
    }
    case 'linkpairs':
    case 'cutpoints':
      return (
        several(`${queryTypeWords[query.queryType].label}:`, query.linkKinds) ?? queryTypeWords[query.queryType].label
      );
    case 'findings':
      return (
        several(
          'Findings:',
          query.findingKinds?.map((kind) => findingKindWords[kind].label),
        ) ?? 'Findings'
      );
    case 'events': {
      const named: Readonly<Record<string, string>> = eventKindWords;
      return (
        several(
          'Events:',
          query.eventKinds?.map((kind) => named[kind] ?? kind),
        ) ?? 'Events'
      );
    }
    default:
      return queryTypeWords[query.queryType ?? 'timeseries'].label;
  }
}

/** One line for a collapsed query row. */
export function summarizeQuery(saved: MeshQuery): string {
  const query = migrateQuery(saved);
  const filters = query.filters?.map(({ key, operator, value }) => `${key} ${operator} ${value}`);
  const parts = [
    subject(query),
    several('nodes', query.nodes),
    several('gateways', query.gateways),
    several('channels', query.channels),
    several('roles', query.roles),
    several('ports', query.portnums),
    several('where', filters),
    query.search === undefined || query.search === '' ? undefined : `matching “${query.search}”`,
    query.live === true ? 'live' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

export function summarizeVariableQuery(saved: MeshVariableQuery | string): string {
  const query = migrateVariableQuery(saved);
  const parts = [
    variableKindWords[query.kind].label,
    several('gateways', query.gateways),
    several('channels', query.channels),
    several('roles', query.roles),
    query.search === undefined || query.search === '' ? undefined : `matching “${query.search}”`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
