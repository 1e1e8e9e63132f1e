import { queryLimits } from '@mesh-observatory/contract/limits';
import { queryDefinitions, type QueryType } from '@mesh-observatory/contract/queries/index';
import React from 'react';
import { t } from '../../i18n';
import { limitedBy, searchedIn } from '../../labels';
import { definitionOf } from '../../query/definitions';
import type { FieldProps } from './fieldProps';
import { RadioField } from './RadioField';
import { SwitchField } from './SwitchField';
import { NumberField, TextField } from './TextField';

const NUMBER_WIDTH = 16;

/** Query types whose definition has a part: `limit`, `search`. */
type TypeWith<Part extends string> = {
  [T in QueryType]: (typeof queryDefinitions)[T] extends Readonly<Record<Part, unknown>> ? T : never;
}[QueryType];

export function LimitField({ query, change }: FieldProps<{ limit?: number }, TypeWith<'limit'>>) {
  return (
    <NumberField
      label={t('editors.limit-field.label', 'Limit')}
      tooltip={t('editors.limit-field.tooltip', 'Maximum number of {{of}} to return.', {
        of: limitedBy(query.queryType),
      })}
      placeholder={String(queryDefinitions[query.queryType].limit.default)}
      value={query.limit}
      max={queryLimits.rows}
      width={NUMBER_WIDTH}
      onCommit={(limit) => change({ limit })}
    />
  );
}

export function SearchField({ query, change }: FieldProps<{ search?: string }, TypeWith<'search'>>) {
  return (
    <TextField
      label={t('editors.search-field.label', 'Search')}
      tooltip={searchedIn(query.queryType)}
      placeholder={t('editors.search-field.placeholder', 'Any')}
      value={query.search}
      onCommit={(search) => change({ search })}
    />
  );
}

export function ThresholdsField({ query, change }: FieldProps<{ thresholds?: boolean }>) {
  return (
    <SwitchField
      label={t('editors.thresholds-field.label', 'Mesh thresholds')}
      tooltip={t(
        'editors.thresholds-field.tooltip',
        'Use the usual thresholds and colors of Meshtastic for battery, channel utilization and SNR. Switch off to use the thresholds of the panel.',
      )}
      value={query.thresholds ?? true}
      onChange={(thresholds) => change({ thresholds })}
    />
  );
}

export function LegendField({ query, change }: FieldProps<{ legend?: string }>) {
  const labels = definitionOf(query.queryType).legend?.map((label) => `{{${label}}}`) ?? [];
  return (
    <TextField
      label={t('editors.legend-field.label', 'Legend')}
      tooltip={
        labels.length === 0
          ? t('editors.legend-field.tooltip-plain', 'Name of the value. Dashboard variables are replaced.')
          : t('editors.legend-field.tooltip', 'Names of the series. These are replaced: {{labels}}.', {
              labels: labels.join(', '),
            })
      }
      placeholder={t('editors.legend-field.placeholder', 'Auto')}
      value={query.legend}
      onCommit={(legend) => change({ legend })}
    />
  );
}

export function IncludeSilentField({ query, change }: FieldProps<{ includeSilent?: boolean }>) {
  return (
    <SwitchField
      label={t('editors.silent-field.label', 'Include silent nodes')}
      tooltip={t('editors.silent-field.tooltip', 'Include nodes that were silent during the whole time range.')}
      value={query.includeSilent ?? true}
      onChange={(includeSilent) => change({ includeSilent })}
    />
  );
}

/** Any number, or none. */
const numberIn = (text: string | undefined) =>
  text === undefined || !Number.isFinite(Number(text)) ? undefined : Number(text);

export function BeyondFields({ query, change }: FieldProps<{ above?: number; below?: number }>) {
  return (
    <>
      <TextField
        label={t('editors.beyond-fields.above', 'Only above')}
        tooltip={t('editors.beyond-fields.above-tooltip', 'Leave out values that are not greater than this one.')}
        placeholder={t('editors.beyond-fields.placeholder', 'Any')}
        type="number"
        width={NUMBER_WIDTH}
        value={query.above?.toString()}
        onCommit={(text) => change({ above: numberIn(text) })}
      />
      <TextField
        label={t('editors.beyond-fields.below', 'Only below')}
        tooltip={t('editors.beyond-fields.below-tooltip', 'Leave out values that are not less than this one.')}
        placeholder={t('editors.beyond-fields.placeholder', 'Any')}
        type="number"
        width={NUMBER_WIDTH}
        value={query.below?.toString()}
        onCommit={(text) => change({ below: numberIn(text) })}
      />
    </>
  );
}

export function LabelsField({ query, change }: FieldProps<{ labels?: 'names' | 'ids' }>) {
  return (
    <RadioField
      label={t('editors.labels-field.label', 'Labels')}
      tooltip={t(
        'editors.labels-field.tooltip',
        'Ids alone, for alert rules: a node that is renamed keeps its alert and its silence.',
      )}
      options={[
        { value: 'names', label: t('editors.labels-field.names', 'With names') },
        { value: 'ids', label: t('editors.labels-field.ids', 'Ids') },
      ]}
      value={query.labels ?? 'names'}
      onChange={(labels) => change({ labels })}
    />
  );
}

export function FormatField({ query, change }: FieldProps<{ format?: 'table' | 'logs' }>) {
  return (
    <RadioField
      label={t('editors.format-field.label', 'Format')}
      tooltip={t('editors.format-field.tooltip', 'Rows of a table, or log lines for the Logs panel and Explore.')}
      options={[
        { value: 'table', label: t('editors.format-field.table', 'Table') },
        { value: 'logs', label: t('editors.format-field.logs', 'Logs') },
      ]}
      value={query.format ?? 'table'}
      onChange={(format) => change({ format })}
    />
  );
}
