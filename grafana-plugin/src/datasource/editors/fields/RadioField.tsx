import { InlineField, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { LABEL_WIDTH } from './ChoicesField';

interface RadioFieldProps<T extends string> {
  readonly label: string;
  readonly tooltip: string;
  readonly options: Array<{ readonly value: T; readonly label: string; readonly description?: string }>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few choices, all of them visible. */
export function RadioField<T extends string>({ label, tooltip, options, value, onChange }: RadioFieldProps<T>) {
  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH}>
      <RadioButtonGroup aria-label={label} options={options} value={value} onChange={onChange} />
    </InlineField>
  );
}
