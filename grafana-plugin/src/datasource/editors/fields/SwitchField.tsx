import { InlineField, InlineSwitch } from '@grafana/ui';
import React, { useId } from 'react';
import { LABEL_WIDTH } from './ChoicesField';

interface SwitchFieldProps {
  readonly label: string;
  readonly tooltip: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

export function SwitchField({ label, tooltip, value, onChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <InlineSwitch id={id} value={value} onChange={(event) => onChange(event.currentTarget.checked)} />
    </InlineField>
  );
}
