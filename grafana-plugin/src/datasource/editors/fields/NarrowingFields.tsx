import React from 'react';
import { memoize, t } from '../../i18n';
import { ChoicesField } from './ChoicesField';
import type { FieldProps } from './fieldProps';

export type Narrowing = 'nodes' | 'gateways' | 'channels' | 'roles';
export type NarrowingOptions = { [Name in Narrowing]?: string[] };

interface NarrowingFieldsProps extends FieldProps<NarrowingOptions> {
  /** The fields that mean something for this type of query, in the order they are shown. */
  readonly by: readonly Narrowing[];
}

const fields = memoize((): Record<Narrowing, { readonly label: string; readonly tooltip: string }> => ({
  nodes: {
    label: t('editors.narrowing-fields.nodes-label', 'Nodes'),
    tooltip: t(
      'editors.narrowing-fields.nodes-tooltip',
      'Only these nodes; may be a variable such as $node. Empty = all.',
    ),
  },
  gateways: {
    label: t('editors.narrowing-fields.gateways-label', 'Gateways'),
    tooltip: t('editors.narrowing-fields.gateways-tooltip', 'Only packets received by these gateways. Empty = all.'),
  },
  channels: {
    label: t('editors.narrowing-fields.channels-label', 'Channels'),
    tooltip: t('editors.narrowing-fields.channels-tooltip', 'Only these channels. Empty = all.'),
  },
  roles: {
    label: t('editors.narrowing-fields.roles-label', 'Roles'),
    tooltip: t('editors.narrowing-fields.roles-tooltip', 'Only nodes with these roles. Empty = all.'),
  },
}));

/** The pickers that narrow a query down. */
export function NarrowingFields({ services, query, change, by }: NarrowingFieldsProps) {
  return (
    <>
      {by.map((name) => (
        <ChoicesField
          key={name}
          services={services}
          kind={name}
          label={fields()[name].label}
          tooltip={fields()[name].tooltip}
          values={query[name]}
          onChange={(values) => change({ [name]: values })}
        />
      ))}
    </>
  );
}
