import type { AdHocVariableFilter, MetricFindValue } from '@grafana/data';
import { adhocKeyNames, adhocOperators, type AdhocKey, type AdhocOperator } from '@mesh-observatory/contract/adhoc';
import { eventKindNames } from '@mesh-observatory/contract/event-kinds';
import { findingKindNames } from '@mesh-observatory/contract/findings';
import { linkKindNames } from '@mesh-observatory/contract/link-kinds';
import { messageKindNames } from '@mesh-observatory/contract/message-kinds';
import type { AdhocFilter } from '@mesh-observatory/contract/queries/query-options';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import type { MeshQuery } from '../types';
import { lazily, t } from '../i18n';

export interface TakenFilters {
  readonly filters: AdhocFilter[];
  /** One sentence for every filter that could not be taken. */
  readonly complaints: string[];
}

const keyLabels = (): Record<AdhocKey, string> => ({
  node: t('query.adhoc.node', 'Node'),
  gateway: t('query.adhoc.gateway', 'Gateway'),
  channel: t('query.adhoc.channel', 'Channel'),
  role: t('query.adhoc.role', 'Role'),
  hwModel: t('query.adhoc.hwModel', 'Hardware'),
  port: t('query.adhoc.port', 'Port'),
  region: t('query.adhoc.region', 'Region'),
  kind: t('query.adhoc.kind', 'Kind'),
});

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

export const adhocTagKeys = lazily((): MetricFindValue[] =>
  adhocKeyNames.map((key) => ({ text: keyLabels()[key], value: key })),
);

/** Which list of the collector has the values of a key; undefined for `kind`, whose words are fixed. */
export function valueKindOf(key: AdhocKey): VariableKind | undefined {
  return key === 'kind' ? undefined : valueKinds[key];
}

export const kindValues = lazily((): MetricFindValue[] => [
  ...eventKindNames.map((value) => ({ text: value, value, group: t('query.adhoc.group-events', 'Events') })),
  ...linkKindNames.map((value) => ({ text: value, value, group: t('query.adhoc.group-links', 'Links') })),
  ...findingKindNames.map((value) => ({ text: value, value, group: t('query.adhoc.group-findings', 'Findings') })),
  ...messageKindNames.map((value) => ({ text: value, value, group: t('query.adhoc.group-messages', 'Messages') })),
]);

/** A filter the collector does not know is never left out in silence. */
export function takeFilters(given: readonly AdHocVariableFilter[], replace: (text: string) => string): TakenFilters {
  const filters: AdhocFilter[] = [];
  const complaints: string[] = [];
  for (const { key, operator, value, values } of given) {
    const known = adhocKeyOf(key);
    const taken = adhocOperators.find((candidate): candidate is AdhocOperator => candidate === operator);
    if (known === undefined) {
      complaints.push(
        t('query.adhoc.unknown-key', 'The filter on "{{key}}" was left out; filters can be on {{keys}}.', {
          key,
          keys: adhocKeyNames.join(', '),
        }),
      );
    } else if (taken === undefined) {
      complaints.push(
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
  return { filters, complaints };
}

/** A click on a value of an answer: another condition, or the opposite one. */
export function addAdhocFilter(query: MeshQuery, action: string, options: Readonly<Record<string, string>>): MeshQuery {
  const key = adhocKeyOf(options['key'] ?? '');
  const value = options['value'];
  const operator = action === 'ADD_FILTER' ? '=' : action === 'ADD_FILTER_OUT' ? '!=' : undefined;
  if (key === undefined || value === undefined || operator === undefined) {
    return query;
  }
  const others = (query.filters ?? []).filter((filter) => filter.key !== key || filter.value !== value);
  return { ...query, filters: [...others, { key, operator, value }] };
}
