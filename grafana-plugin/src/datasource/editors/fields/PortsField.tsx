import React from 'react';
import { t } from '../../i18n';
import { ChoicesField } from './ChoicesField';
import type { FieldProps } from './fieldProps';

/** Numbers are kept as numbers, because that is what the collector takes; anything else is a variable. */
const toPorts = (values: readonly string[]): Array<number | string> =>
  values.map((value) => (/^\d+$/.test(value) ? Number(value) : value));

export function PortsField({ services, query, change }: FieldProps<{ portnums?: Array<number | string> }>) {
  return (
    <ChoicesField
      services={services}
      kind="ports"
      label={t('editors.ports-field.label', 'Ports')}
      tooltip={t('editors.ports-field.tooltip', 'Only packets of these PortNums. Empty = all.')}
      values={query.portnums?.map(String)}
      onChange={(values) => change({ portnums: toPorts(values) })}
    />
  );
}
