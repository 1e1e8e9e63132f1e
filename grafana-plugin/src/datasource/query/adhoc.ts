import type { AdHocVariableFilter, MetricFindValue } from '@grafana/data';
import { adhocKeyNames, adhocOperators, type AdhocKey } from '@mesh-observatory/contract/adhoc';
import { eventKindNames } from '@mesh-observatory/contract/event-kinds';
import { findingKindNames } from '@mesh-observatory/contract/findings';
import { linkKindNames } from '@mesh-observatory/contract/link-kinds';
import { messageKindNames } from '@mesh-observatory/contract/message-kinds';
import type { AdhocFilter } from '@mesh-observatory/contract/queries/query-options';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import type { MeshQuery, SavedQuery } from '../types';
import { memoize, t } from '../i18n';
import { titleOf } from '../labels';
import { migrateQuery } from './migrate';

export interface TakenFilters {
  readonly filters: AdhocFilter[];
  /** One sentence for every filter that was left out. */
  readonly rejections: string[];
}

/** Names of fields and labels that people click "Filter for value" on. */
const aliases: Readonly<Record<string, AdhocKey>> = {
  nodeId: 'node',
  shortName: 'node',
  longName: 'node',
  fromId: 'node',
  fromName: 'node',
  node_id: 'node',
  short_name: 'node',
  long_name: 'node',
  gateway_id: 'gateway',
  gatewayId: 'gateway',
  gatewayIds: 'gateway',
  gateways: 'gateway',
  portName: 'port',
  detail__role: 'role',
  detail__hwModel: 'hwModel',
};

export function adhocKeyOf(name: string): AdhocKey | undefined {
  return adhocKeyNames.find((key) => key === name) ?? aliases[name];
}

const valueKinds: Record<Exclude<AdhocKey, 'kind'>, VariableKind> = {
  node: 'nodes',
  gateway: 'gateways',
  channel: 'channels',
  role: 'roles',
  hwModel: 'hardware',
  port: 'ports',
  region: 'regions',
};

export const adhocTagKeys = memoize((): MetricFindValue[] =>
  adhocKeyNames.map((key) => ({ text: titleOf('adhocKey', key), value: key })),
);

/** Which list of the collector has the values of a key; undefined for `kind`, whose values are fixed. */
export function valueKindOf(key: AdhocKey): VariableKind | undefined {
  return key === 'kind' ? undefined : valueKinds[key];
}

export const kindValues = memoize((): MetricFindValue[] => [
  ...eventKindNames.map((value) => ({ text: value, value, group: titleOf('queryType', 'events') })),
  ...linkKindNames.map((value) => ({ text: value, value, group: titleOf('queryType', 'links') })),
  ...findingKindNames.map((value) => ({ text: value, value, group: titleOf('queryType', 'findings') })),
  ...messageKindNames.map((value) => ({ text: value, value, group: titleOf('queryType', 'messages') })),
]);

/** Filters in the collector's form. Each filter that it does not know is reported in `rejections`. */
export function takeFilters(given: readonly AdHocVariableFilter[], replace: (text: string) => string): TakenFilters {
  const filters: AdhocFilter[] = [];
  const rejections: string[] = [];
  for (const { key, operator, value, values } of given) {
    const known = adhocKeyOf(key);
    const taken = adhocOperators.find((candidate) => candidate === operator);
    if (known === undefined) {
      rejections.push(
        t('query.adhoc.unknown-key', 'The filter on "{{key}}" was left out; filters can be on {{keys}}.', {
          key,
          keys: adhocKeyNames.join(', '),
        }),
      );
    } else if (taken === undefined) {
      rejections.push(
        t('query.adhoc.unknown-operator', 'The filter "{{filter}}" was left out; operators are {{operators}}.', {
          filter: `${key} ${operator} ${value}`,
          operators: adhocOperators.join(' '),
        }),
      );
    } else {
      filters.push({
        key: known,
        operator: taken,
        value: replace(value),
        ...(values === undefined ? {} : { values: values.map(replace) }),
      });
    }
  }
  return { filters, rejections };
}

/** Adds the condition of a click on a value ("Filter for value"), in place of the opposite condition. */
export function addAdhocFilter(
  saved: SavedQuery,
  action: string,
  options: Readonly<Record<string, string>>,
): SavedQuery {
  const query = migrateQuery(saved);
  const key = adhocKeyOf(options['key'] ?? '');
  const value = options['value'];
  const operator = action === 'ADD_FILTER' ? '=' : action === 'ADD_FILTER_OUT' ? '!=' : undefined;
  if (query === undefined || key === undefined || value === undefined || operator === undefined) {
    return saved;
  }
  const others = (query.filters ?? []).filter((filter) => filter.key !== key || filter.value !== value);
  const filtered: MeshQuery = { ...query, filters: [...others, { key, operator, value }] };
  return filtered;
}
