import type { QueryEditorProps } from '@grafana/data';
import { InlineFieldRow, Stack } from '@grafana/ui';
import React from 'react';
import { variableKinds, type VariableKind } from '../contract';
import type { MeshDataSource } from '../datasource';
import { migrateVariableQuery } from '../query/migrate';
import { variableKindWords } from '../query/words';
import type { MeshOptions, MeshQuery, MeshVariableQuery } from '../types';
import { ChoiceField } from './fields/ChoiceField';
import { ChoicesField } from './fields/ChoicesField';
import { TextField } from './fields/TextField';

type Props = Pick<
  QueryEditorProps<MeshDataSource, MeshQuery, MeshOptions, MeshVariableQuery>,
  'query' | 'onChange' | 'onRunQuery'
> & { readonly datasource: Pick<MeshDataSource, 'choices' | 'templates'> };
type Narrowing = 'gateways' | 'channels' | 'roles';

const kindOptions = variableKinds.map((value) => ({ value, ...variableKindWords[value] }));

/** What narrows which choices down. */
const narrowings: Record<VariableKind, readonly Narrowing[]> = {
  nodes: ['channels', 'roles'],
  gateways: ['gateways', 'roles'],
  channels: ['channels'],
  roles: ['roles'],
  metrics: ['roles'],
  hardware: ['roles'],
  regions: ['roles'],
  ports: [],
  values: ['roles'],
};

const narrowingTexts: Record<Narrowing, { readonly label: string; readonly tooltip: string }> = {
  gateways: { label: 'Gateways', tooltip: 'Only these gateways; may be a variable.' },
  channels: { label: 'Channels', tooltip: 'Only with these channels; may be a variable.' },
  roles: { label: 'Roles', tooltip: 'Only of nodes with these roles; may be a variable.' },
};

export function VariableQueryEditor({ datasource, query: saved, onChange, onRunQuery }: Props) {
  const query = migrateVariableQuery(saved);
  const put = (next: MeshVariableQuery) => {
    onChange(next);
    onRunQuery();
  };
  const { refId, version } = query;

  return (
    <Stack direction="column" gap={0}>
      <InlineFieldRow>
        <ChoiceField
          label="Values"
          tooltip="What the variable chooses from."
          options={kindOptions}
          value={query.kind}
          onChange={(kind) => put({ refId, version, kind })}
        />
        <TextField
          label="Search"
          tooltip="Only choices that contain this; may be a variable."
          placeholder="Any"
          value={query.search}
          onCommit={(search) => put({ ...query, search })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        {narrowings[query.kind].map((name) => (
          <ChoicesField
            key={name}
            datasource={datasource}
            kind={name}
            label={narrowingTexts[name].label}
            tooltip={narrowingTexts[name].tooltip}
            values={query[name]}
            onChange={(values) => put({ ...query, [name]: values })}
          />
        ))}
      </InlineFieldRow>
    </Stack>
  );
}
