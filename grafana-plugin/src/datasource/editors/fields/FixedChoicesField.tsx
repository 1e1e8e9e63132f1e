import { InlineField, MultiCombobox, type ComboboxOption } from '@grafana/ui';
import React, { useId } from 'react';
import { LABEL_WIDTH, PICKER_WIDTH } from './ChoicesField';
import { t } from '../../i18n';

interface FixedChoicesFieldProps<T extends string> {
  readonly label: string;
  readonly tooltip: string;
  readonly placeholder?: string;
  readonly options: Array<ComboboxOption<T>>;
  readonly values: readonly T[] | undefined;
  readonly onChange: (values: T[]) => void;
}

/** Picks any number of words out of a list that never changes. */
export function FixedChoicesField<T extends string>(props: FixedChoicesFieldProps<T>) {
  const { label, tooltip, placeholder, options, values, onChange } = props;
  const id = useId();
  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <MultiCombobox<T>
        id={id}
        aria-label={label}
        options={options}
        value={[...(values ?? [])]}
        placeholder={placeholder ?? t('editors.choices-field.all', 'All')}
        isClearable
        width={PICKER_WIDTH}
        onChange={(picked) => onChange(picked.map(({ value }) => value))}
      />
    </InlineField>
  );
}
