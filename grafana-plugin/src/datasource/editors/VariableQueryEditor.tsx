import type { QueryEditorProps } from '@grafana/data';
import { InlineFieldRow, Stack } from '@grafana/ui';
import React from 'react';
import { variableKindNames, type VariableKind } from '@mesh-observatory/contract/variable-kinds';
import type { MeshDataSource } from '../datasource';
import { migrateVariableQuery } from '../query/migrate';
import { variableKindWords } from '../query/words';
import type { MeshOptions, MeshQuery, MeshVariableQuery } from '../types';
import { ChoiceField } from './fields/ChoiceField';
import { ChoicesField } from './fields/ChoicesField';
import { TextField } from './fields/TextField';
import { lazily, t } from '../i18n';

type Props = Pick<
  QueryEditorProps<MeshDataSource, MeshQuery, MeshOptions, MeshVariableQuery>,
  'query' | 'onChange' | 'onRunQuery'
> & { readonly datasource: Pick<MeshDataSource, 'choices' | 'templates'> };
type Narrowing = 'gateways' | 'channels' | 'roles';

const kindOptions = lazily(() => variableKindNames.map((value) => ({ value, ...variableKindWords()[value] })));

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

const narrowingTexts = lazily((): Record<Narrowing, { readonly label: string; readonly tooltip: string }> => ({
  gateways: {
    label: t('editors.variable-query-editor.gateways-label', 'Gateways'),
    tooltip: t('editors.variable-query-editor.gateways-tooltip', 'Only these gateways; may be a variable.'),
  },
  channels: {
    label: t('editors.variable-query-editor.channels-label', 'Channels'),
    tooltip: t('editors.variable-query-editor.channels-tooltip', 'Only with these channels; may be a variable.'),
  },
  roles: {
    label: t('editors.variable-query-editor.roles-label', 'Roles'),
    tooltip: t('editors.variable-query-editor.roles-tooltip', 'Only of nodes with these roles; may be a variable.'),
  },
}));

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
          label={t('editors.variable-query-editor.label-values', 'Values')}
          tooltip={t(
            'editors.variable-query-editor.tooltip-what-the-variable-chooses-from',
            'What the variable chooses from.',
          )}
          options={kindOptions()}
          value={query.kind}
          onChange={(kind) => put({ refId, version, kind })}
        />
        <TextField
          label={t('editors.variable-query-editor.label-search', 'Search')}
          tooltip={t(
            'editors.variable-query-editor.tooltip-only-choices-that-contain-this',
            'Only choices that contain this; may be a variable.',
          )}
          placeholder={t('editors.variable-query-editor.placeholder-any', 'Any')}
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
            label={narrowingTexts()[name].label}
            tooltip={narrowingTexts()[name].tooltip}
            values={query[name]}
            onChange={(values) => put({ ...query, [name]: values })}
          />
        ))}
      </InlineFieldRow>
    </Stack>
  );
}
