import type { QueryEditorProps } from '@grafana/data';
import { InlineFieldRow, Stack } from '@grafana/ui';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import React from 'react';
import { memoize, t } from '../i18n';
import { migrateVariableQuery } from '../query/migrate';
import type { MeshOptions, MeshVariableQuery, SavedQuery } from '../types';
import { ChoicesField } from './fields/ChoicesField';
import { TermField } from './fields/TermFields';
import { TextField } from './fields/TextField';
import type { EditorDataSource, EditorServices } from './services';

type Props = Pick<
  QueryEditorProps<EditorDataSource, SavedQuery, MeshOptions, MeshVariableQuery>,
  'query' | 'onChange' | 'onRunQuery'
> & { readonly services: EditorServices };
type Narrowing = 'gateways' | 'channels' | 'roles';

/** Lists that narrow the choices of each kind down. */
const narrowedBy: Record<VariableKind, readonly Narrowing[]> = {
  nodes: ['channels', 'roles'],
  recent_nodes: ['channels', 'roles'],
  gateways: ['gateways', 'roles'],
  channels: ['channels'],
  roles: ['roles'],
  metrics: ['roles'],
  hardware: ['roles'],
  regions: ['roles'],
  ports: [],
  values: ['roles'],
};

const narrowingTexts = memoize((): Record<Narrowing, { readonly label: string; readonly tooltip: string }> => ({
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

export function VariableQueryEditor({ services, query: saved, onChange, onRunQuery }: Props) {
  const query = migrateVariableQuery(saved);
  const put = (next: MeshVariableQuery) => {
    onChange(next);
    onRunQuery();
  };
  const { refId, version } = query;

  return (
    <Stack direction="column" gap={0}>
      <InlineFieldRow>
        <TermField
          vocabulary="variableKind"
          label={t('editors.variable-query-editor.values', 'Values')}
          tooltip={t('editors.variable-query-editor.values-tooltip', 'The list the variable offers.')}
          value={query.kind}
          onChange={(kind) => put({ refId, version, kind })}
        />
        <TextField
          label={t('editors.variable-query-editor.search', 'Search')}
          tooltip={t(
            'editors.variable-query-editor.search-tooltip',
            'Only choices that contain this text; may be a variable.',
          )}
          placeholder={t('editors.variable-query-editor.any', 'Any')}
          value={query.search}
          onCommit={(search) => put({ ...query, search })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        {narrowedBy[query.kind].map((name) => (
          <ChoicesField
            key={name}
            services={services}
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
