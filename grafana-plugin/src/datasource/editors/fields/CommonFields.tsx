import React from 'react';
import type { SubEditorProps } from '../subEditor';
import { SwitchField } from './SwitchField';
import { NumberField, TextField } from './TextField';
import { t } from '../../i18n';

const SHORT_WIDTH = 16;

interface LimitFieldProps extends SubEditorProps {
  readonly what: string;
  readonly usual: number;
}

export function LimitField({ query, change, what, usual }: LimitFieldProps) {
  return (
    <NumberField
      label={t('editors.common-fields.label-limit', 'Limit')}
      tooltip={t(
        'editors.common-fields.limit-tooltip',
        'Most {{what}} in the answer. A notice says when there were more.',
        { what },
      )}
      placeholder={String(usual)}
      value={query.limit}
      max={50_000}
      width={SHORT_WIDTH}
      onCommit={(limit) => change({ limit })}
    />
  );
}

export function SearchField({ query, change, tooltip }: SubEditorProps & { readonly tooltip: string }) {
  return (
    <TextField
      label={t('editors.common-fields.label-search', 'Search')}
      tooltip={tooltip}
      placeholder={t('editors.common-fields.placeholder-any', 'Any')}
      value={query.search}
      onCommit={(search) => change({ search })}
    />
  );
}

export function ThresholdsField({ query, change }: SubEditorProps) {
  return (
    <SwitchField
      label={t('editors.common-fields.label-mesh-thresholds', 'Mesh thresholds')}
      tooltip={t(
        'editors.common-fields.tooltip-colours-for-battery-channel-utilization',
        'Colours for battery, channel utilization and SNR as Meshtastic people know them. Switch off to use the thresholds of the panel.',
      )}
      value={query.thresholds ?? true}
      onChange={(thresholds) => change({ thresholds })}
    />
  );
}

export function LegendField({ query, change, labels }: SubEditorProps & { readonly labels: string }) {
  return (
    <TextField
      label={t('editors.common-fields.label-legend', 'Legend')}
      tooltip={t('editors.common-fields.legend-tooltip', 'Names of the series. These are replaced: {{labels}}.', {
        labels,
      })}
      placeholder={t('editors.common-fields.placeholder-auto', 'Auto')}
      value={query.legend}
      onCommit={(legend) => change({ legend })}
    />
  );
}

export function SilentField({ query, change, tooltip }: SubEditorProps & { readonly tooltip: string }) {
  return (
    <SwitchField
      label={t('editors.common-fields.label-silent-ones', 'Silent ones')}
      tooltip={tooltip}
      value={query.includeSilent ?? true}
      onChange={(includeSilent) => change({ includeSilent })}
    />
  );
}

export function FormatField({ query, change }: SubEditorProps) {
  return (
    <SwitchField
      label={t('editors.common-fields.label-as-logs', 'As logs')}
      tooltip={t(
        'editors.common-fields.tooltip-log-lines-for-the-logs',
        'Log lines for the Logs panel and Explore instead of a table.',
      )}
      value={query.format === 'logs'}
      onChange={(logs) => change({ format: logs ? 'logs' : 'table' })}
    />
  );
}
