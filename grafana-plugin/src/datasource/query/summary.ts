import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { MeshQuery, MeshVariableQuery } from '../types';
import { migrateQuery, migrateVariableQuery } from './migrate';
import { collectorMetricWords, eventKindWords, findingKindWords, signalMetricWords } from './kindWords';
import {
  aggregationWords,
  trafficUnitWords,
  queryTypeWords,
  statWords,
  trafficGroupWords,
  variableKindWords,
  type Word,
} from './words';
import { t } from '../i18n';

const MOST_NAMED = 3;

function several(noun: string, items: readonly unknown[] | undefined): string | undefined {
  if (items === undefined || items.length === 0) {
    return undefined;
  }
  const shown = items.slice(0, MOST_NAMED).map(String).join(', ');
  return `${noun} ${shown}${items.length > MOST_NAMED ? ` + ${items.length - MOST_NAMED}` : ''}`;
}

function collectorMetricLabel(name: string): string {
  const words: Readonly<Record<string, { readonly label: string }>> = collectorMetricWords();
  return words[name]?.label ?? name;
}

/** `Links: direct, neighbor`, or `Links` when nothing in particular was picked. */
function picked(queryType: QueryType, items: readonly unknown[] | undefined): string {
  const { label } = queryTypeWords()[queryType];
  return several(`${label}:`, items) ?? label;
}

/** What the query is about, without what narrows it down. */
function subject(query: MeshQuery): string {
  switch (query.queryType) {
    case 'timeseries': {
      const metrics = several('', query.metrics)?.trim() ?? t('query.summary.no-metric', 'no metric');
      const aggregation = aggregationWords()[query.aggregation ?? 'mean'].label.toLowerCase();
      const combined = query.combine === true ? t('query.summary.combined', ', all nodes combined') : '';
      return `${metrics} (${aggregation}${combined})`;
    }
    case 'collector':
      return picked(query.queryType, query.metrics?.map(collectorMetricLabel));
    case 'signal': {
      const words: Readonly<Record<string, Word>> = signalMetricWords();
      return picked(
        query.queryType,
        query.metrics?.map((name) => words[name]?.label ?? name),
      );
    }
    case 'values':
      return picked(query.queryType, query.metrics);
    case 'stat':
      return statWords()[query.stat ?? 'nodes_online'].label;
    case 'traffic': {
      const by = trafficGroupWords()[query.trafficBy ?? 'port'].label.toLowerCase();
      const unit = trafficUnitWords()[query.trafficUnit ?? 'packets'].label.toLowerCase();
      return t('query.summary.traffic', 'Traffic in {{unit}} by {{by}}', { unit, by });
    }
    case 'links':
    case 'linkpairs':
    case 'cutpoints':
      return picked(query.queryType, query.linkKinds);
    case 'findings':
      return picked(
        query.queryType,
        query.findingKinds?.map((kind) => findingKindWords()[kind].label),
      );
    case 'events': {
      const named: Readonly<Record<string, string>> = eventKindWords();
      return picked(
        query.queryType,
        query.eventKinds?.map((kind) => named[kind] ?? kind),
      );
    }
    default:
      return queryTypeWords()[query.queryType ?? 'timeseries'].label;
  }
}

function matching(search: string | undefined): string | undefined {
  return search === undefined || search === ''
    ? undefined
    : t('query.summary.matching', 'matching “{{search}}”', { search });
}

/** One line for a collapsed query row. */
export function summarizeQuery(saved: MeshQuery): string {
  const query = migrateQuery(saved);
  const filters = query.filters?.map(({ key, operator, value }) => `${key} ${operator} ${value}`);
  const parts = [
    subject(query),
    several(t('query.summary.nodes', 'nodes'), query.nodes),
    several(t('query.summary.gateways', 'gateways'), query.gateways),
    several(t('query.summary.channels', 'channels'), query.channels),
    several(t('query.summary.roles', 'roles'), query.roles),
    several(t('query.summary.ports', 'ports'), query.portnums),
    several(t('query.summary.where', 'where'), filters),
    matching(query.search),
    query.live === true ? t('query.summary.live', 'live') : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

export function summarizeVariableQuery(saved: MeshVariableQuery | string): string {
  const query = migrateVariableQuery(saved);
  const parts = [
    variableKindWords()[query.kind].label,
    several(t('query.summary.gateways', 'gateways'), query.gateways),
    several(t('query.summary.channels', 'channels'), query.channels),
    several(t('query.summary.roles', 'roles'), query.roles),
    matching(query.search),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
