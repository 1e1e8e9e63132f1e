import type { MeshQuery, MeshVariableQuery, SavedQuery } from '../types';
import { t } from '../i18n';
import { titleOf } from '../labels';
import { moduleOf } from '../queries/moduleOf';
import { listed } from './listed';
import { migrateQuery, migrateVariableQuery } from './migrate';

function labeled(label: string, items: readonly unknown[] | undefined): string | undefined {
  return items === undefined || items.length === 0 ? undefined : `${label} ${listed(items)}`;
}

function matching(search: string | undefined): string | undefined {
  return search === undefined || search === ''
    ? undefined
    : t('query.summary.matching', 'matching “{{search}}”', { search });
}

/** One line for a collapsed query row. */
export function summarizeQuery(saved: SavedQuery): string {
  const query = migrateQuery(saved);
  return query === undefined ? String(saved.queryType) : partsOf(query).filter(isGiven).join(' · ');
}

const isGiven = (part: string | undefined) => part !== undefined;

function partsOf(query: MeshQuery): Array<string | undefined> {
  const filters = query.filters?.map(({ key, operator, value }) => `${key} ${operator} ${value}`);
  return [
    moduleOf(query).summary?.(query) ?? titleOf('queryType', query.queryType),
    labeled(t('query.summary.nodes', 'nodes'), query.nodes),
    labeled(t('query.summary.gateways', 'gateways'), query.gateways),
    labeled(t('query.summary.channels', 'channels'), query.channels),
    labeled(t('query.summary.roles', 'roles'), query.roles),
    labeled(t('query.summary.ports', 'ports'), query.portnums),
    labeled(t('query.summary.where', 'where'), filters),
    matching(query.search),
    query.live === true ? t('query.summary.live', 'live') : undefined,
  ];
}

export function summarizeVariableQuery(saved: MeshVariableQuery | string): string {
  const query = migrateVariableQuery(saved);
  const parts = [
    titleOf('variableKind', query.kind),
    labeled(t('query.summary.gateways', 'gateways'), query.gateways),
    labeled(t('query.summary.channels', 'channels'), query.channels),
    labeled(t('query.summary.roles', 'roles'), query.roles),
    matching(query.search),
  ];
  return parts.filter(isGiven).join(' · ');
}
