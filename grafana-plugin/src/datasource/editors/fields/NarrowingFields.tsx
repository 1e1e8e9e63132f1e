import React from 'react';
import { ChoicesField } from './ChoicesField';
import type { SubEditorProps } from '../subEditor';
import { lazily, t } from '../../i18n';

type Narrowing = 'nodes' | 'gateways' | 'channels' | 'roles';

interface NarrowingFieldsProps extends SubEditorProps {
  /** The fields that mean something for this kind of query, in the order they are shown. */
  readonly by: readonly Narrowing[];
}

const fields = lazily((): Record<Narrowing, { readonly label: string; readonly tooltip: string }> => ({
  nodes: {
    label: t('editors.narrowing-fields.nodes-label', 'Nodes'),
    tooltip: t(
      'editors.narrowing-fields.nodes-tooltip',
      'Only these nodes. Empty = all. A variable such as $node may be one of them.',
    ),
  },
  gateways: {
    label: t('editors.narrowing-fields.gateways-label', 'Gateways'),
    tooltip: t('editors.narrowing-fields.gateways-tooltip', 'Only what these gateways heard. Empty = all.'),
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
export function NarrowingFields({ datasource, query, change, by }: NarrowingFieldsProps) {
  return (
    <>
      {by.map((name) => (
        <ChoicesField
          key={name}
          datasource={datasource}
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
