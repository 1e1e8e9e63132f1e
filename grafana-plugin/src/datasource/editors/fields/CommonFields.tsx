import React from 'react';
import type { SubEditorProps } from '../subEditor';
import { SwitchField } from './SwitchField';
import { NumberField, TextField } from './TextField';

const SHORT_WIDTH = 16;

interface LimitFieldProps extends SubEditorProps {
  readonly what: string;
  readonly usual: number;
}

export function LimitField({ query, change, what, usual }: LimitFieldProps) {
  return (
    <NumberField
      label="Limit"
      tooltip={`Most ${what} in the answer. A notice says when there were more.`}
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
      label="Search"
      tooltip={tooltip}
      placeholder="Any"
      value={query.search}
      onCommit={(search) => change({ search })}
    />
  );
}

export function ThresholdsField({ query, change }: SubEditorProps) {
  return (
    <SwitchField
      label="Mesh thresholds"
      tooltip="Colours for battery, channel utilization and SNR as Meshtastic people know them. Switch off to use the thresholds of the panel."
      value={query.thresholds ?? true}
      onChange={(thresholds) => change({ thresholds })}
    />
  );
}

export function LegendField({ query, change, labels }: SubEditorProps & { readonly labels: string }) {
  return (
    <TextField
      label="Legend"
      tooltip={`Names of the series. These are replaced: ${labels}.`}
      placeholder="Auto"
      value={query.legend}
      onCommit={(legend) => change({ legend })}
    />
  );
}

export function SilentField({ query, change, tooltip }: SubEditorProps & { readonly tooltip: string }) {
  return (
    <SwitchField
      label="Silent ones"
      tooltip={tooltip}
      value={query.includeSilent ?? true}
      onChange={(includeSilent) => change({ includeSilent })}
    />
  );
}

export function FormatField({ query, change }: SubEditorProps) {
  return (
    <SwitchField
      label="As logs"
      tooltip="Log lines for the Logs panel and Explore instead of a table."
      value={query.format === 'logs'}
      onChange={(logs) => change({ format: logs ? 'logs' : 'table' })}
    />
  );
}
