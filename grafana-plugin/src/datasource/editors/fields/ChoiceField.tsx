import { Combobox, InlineField, type ComboboxOption } from '@grafana/ui';
import React, { useId } from 'react';
import { LABEL_WIDTH, PICKER_WIDTH } from './ChoicesField';

interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly tooltip: string;
  readonly options: Array<ComboboxOption<T>>;
  readonly value: T;
  readonly width?: number;
  readonly onChange: (value: T) => void;
}

/** Picks one word out of a list that never changes. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, tooltip, options, value, width = PICKER_WIDTH, onChange } = props;
  const id = useId();
  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <Combobox<T>
        id={id}
        aria-label={label}
        options={options}
        value={value}
        width={width}
        onChange={(picked) => onChange(picked.value)}
      />
    </InlineField>
  );
}
