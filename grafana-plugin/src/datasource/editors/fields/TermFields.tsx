import { Combobox, InlineField, MultiCombobox } from '@grafana/ui';
import React, { useId, useMemo } from 'react';
import { t } from '../../i18n';
import { optionsOf, type TermOf, type VocabularyName } from '../../labels';
import { LABEL_WIDTH, PICKER_WIDTH } from './ChoicesField';

interface FieldTexts<V extends VocabularyName> {
  readonly vocabulary: V;
  readonly label: string;
  readonly tooltip: string;
}

interface TermFieldProps<V extends VocabularyName> extends FieldTexts<V> {
  /** Undefined: the query has none of them. */
  readonly value: TermOf<V> | undefined;
  readonly onChange: (value: TermOf<V>) => void;
}

/** Picks one term of a vocabulary of the contract. */
export function TermField<V extends VocabularyName>({
  vocabulary,
  label,
  tooltip,
  value,
  onChange,
}: TermFieldProps<V>) {
  const id = useId();
  const options = useMemo(() => optionsOf(vocabulary), [vocabulary]);
  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <Combobox<TermOf<V>>
        id={id}
        aria-label={label}
        options={options}
        value={value}
        width={PICKER_WIDTH}
        onChange={(picked) => onChange(picked.value)}
      />
    </InlineField>
  );
}

interface TermsFieldProps<V extends VocabularyName> extends FieldTexts<V> {
  readonly placeholder?: string;
  readonly values: ReadonlyArray<TermOf<V>> | undefined;
  readonly onChange: (values: Array<TermOf<V>>) => void;
}

/** Picks any number of terms of a vocabulary of the contract. */
export function TermsField<V extends VocabularyName>(props: TermsFieldProps<V>) {
  const { vocabulary, label, tooltip, placeholder, values, onChange } = props;
  const id = useId();
  const options = useMemo(() => optionsOf(vocabulary), [vocabulary]);
  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <MultiCombobox<TermOf<V>>
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
