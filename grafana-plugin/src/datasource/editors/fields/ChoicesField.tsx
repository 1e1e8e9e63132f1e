import { InlineField, MultiCombobox, type ComboboxOption } from '@grafana/ui';
import React, { useEffect, useId, useState } from 'react';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import { t } from '../../i18n';
import type { EditorServices } from '../services';

interface ChoicesFieldProps {
  readonly services: EditorServices;
  readonly kind: VariableKind;
  readonly label: string;
  readonly tooltip: string;
  readonly placeholder?: string;
  readonly values: readonly string[] | undefined;
  readonly onChange: (values: string[]) => void;
}

/** Wide enough for the longest label in a large font. */
export const LABEL_WIDTH = 24;
export const PICKER_WIDTH = 40;

/** Picks any number of nodes, gateways, metrics … of the mesh, or variables of the dashboard. */
export function ChoicesField({ services, kind, label, tooltip, placeholder, values, onChange }: ChoicesFieldProps) {
  const id = useId();
  const labels = useLabels(services, kind, values);

  const find = async (search: string): Promise<ComboboxOption[]> => {
    const found = await services.choices.find(kind, search);
    const known = [...variableOptions(services, search), ...found];
    const typed = search.trim();
    const isNew = isAccepted(kind, typed) && !known.some(({ value }) => value === typed);
    return isNew
      ? [...known, { value: typed, label: typed, description: t('editors.choices-field.as-typed', 'As typed') }]
      : known;
  };

  return (
    <InlineField label={label} tooltip={tooltip} labelWidth={LABEL_WIDTH} htmlFor={id}>
      <MultiCombobox
        id={id}
        aria-label={label}
        options={find}
        value={(values ?? []).map((value) => ({ value, label: labels.get(value) ?? value }))}
        placeholder={placeholder ?? t('editors.choices-field.all', 'All')}
        isClearable
        width={PICKER_WIDTH}
        onChange={(picked) => onChange(picked.map(({ value }) => value))}
      />
    </InlineField>
  );
}

/** Whether a typed value that is no choice is accepted: a variable, or a name that is not known yet. */
function isAccepted(kind: VariableKind, typed: string): boolean {
  if (typed === '' || /^(\$\w+|\$\{.+\})$/.test(typed)) {
    return typed !== '';
  }
  switch (kind) {
    case 'nodes':
    case 'gateways':
      return /^!?[0-9a-f]{8}$/i.test(typed);
    case 'ports':
      return /^\d{1,3}$/.test(typed);
    case 'metrics':
    case 'values':
      return /^[a-z0-9]+(_[a-z0-9]+)+$/.test(typed);
    default:
      return true;
  }
}

function variableOptions({ templates }: EditorServices, search: string): ComboboxOption[] {
  const names = templates.getVariables().map(({ name }) => `$${name}`);
  return names
    .filter((name) => name.toLowerCase().includes(search.toLowerCase()))
    .map((name) => ({ value: name, label: name, group: t('editors.choices-field.variables', 'Variables') }));
}

const noLabels: ReadonlyMap<string, string> = new Map();

/** Names of the picked ids; loaded only when there is an id to name. */
function useLabels(
  { choices }: EditorServices,
  kind: VariableKind,
  values: readonly string[] | undefined,
): ReadonlyMap<string, string> {
  const [labels, setLabels] = useState(noLabels);
  const needed = (values ?? []).some((value) => !value.startsWith('$'));
  useEffect(() => {
    let wanted = true;
    if (needed) {
      void choices.labels(kind).then((found) => wanted && setLabels(found));
    }
    return () => {
      wanted = false;
    };
  }, [choices, kind, needed]);
  return labels;
}
