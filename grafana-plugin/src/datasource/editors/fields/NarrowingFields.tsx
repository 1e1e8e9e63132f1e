import React from 'react';
import { ChoicesField } from './ChoicesField';
import type { SubEditorProps } from '../subEditor';

type Narrowing = 'nodes' | 'gateways' | 'channels' | 'roles';

interface NarrowingFieldsProps extends SubEditorProps {
  /** The fields that mean something for this kind of query, in the order they are shown. */
  readonly by: readonly Narrowing[];
}

const fields: Record<Narrowing, { readonly label: string; readonly tooltip: string }> = {
  nodes: { label: 'Nodes', tooltip: 'Only these nodes. Empty = all. A variable such as $node may be one of them.' },
  gateways: { label: 'Gateways', tooltip: 'Only what these gateways heard. Empty = all.' },
  channels: { label: 'Channels', tooltip: 'Only these channels. Empty = all.' },
  roles: { label: 'Roles', tooltip: 'Only nodes with these roles. Empty = all.' },
};

/** The pickers that narrow a query down. */
export function NarrowingFields({ datasource, query, change, by }: NarrowingFieldsProps) {
  return (
    <>
      {by.map((name) => (
        <ChoicesField
          key={name}
          datasource={datasource}
          kind={name}
          label={fields[name].label}
          tooltip={fields[name].tooltip}
          values={query[name]}
          onChange={(values) => change({ [name]: values })}
        />
      ))}
    </>
  );
}
