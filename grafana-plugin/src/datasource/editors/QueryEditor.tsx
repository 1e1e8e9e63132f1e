import type { QueryEditorProps } from '@grafana/data';
import { Alert, InlineField, InlineFieldRow, Stack, TagList } from '@grafana/ui';
import React from 'react';
import { memoize, t } from '../i18n';
import { moduleOf } from '../queries/moduleOf';
import { changeQueryType, isComplete } from '../query/defaults';
import { isFromNewerPlugin, migrateQuery } from '../query/migrate';
import { unknownTypeMessage } from '../query/resolve';
import type { MeshOptions, MeshQuery, SavedQuery } from '../types';
import { LABEL_WIDTH } from './fields/ChoicesField';
import { SwitchField } from './fields/SwitchField';
import { TermField } from './fields/TermFields';
import type { EditorDataSource, EditorServices } from './services';

type Props = QueryEditorProps<EditorDataSource, SavedQuery, MeshOptions>;

const texts = memoize(() => ({
  newer: t(
    'editors.query-editor.newer',
    'This query was saved by a newer version of the plugin. Editing it here may lose options.',
  ),
  type: t('editors.query-editor.type', 'Query type'),
  typeTooltip: t('editors.query-editor.type-tooltip', 'Kind of data the query returns.'),
  live: t('editors.query-editor.live', 'Live'),
  liveTooltip: t(
    'editors.query-editor.live-tooltip',
    'Update the panel from the live stream while the time range ends now.',
  ),
  filters: t('editors.query-editor.filters', 'Filters'),
  filtersTooltip: t(
    'editors.query-editor.filters-tooltip',
    'Conditions from "Filter for value". Click one to remove it.',
  ),
}));

export function QueryEditor({ datasource, query: saved, onChange, onRunQuery, app }: Props) {
  const query = migrateQuery(saved);

  const put = (next: SavedQuery) => {
    onChange(next);
    if (isComplete(next)) {
      onRunQuery();
    }
  };
  const change = (patch: Partial<SavedQuery>) => put({ ...(query ?? saved), ...patch });

  return (
    <Stack direction="column" gap={0}>
      {isFromNewerPlugin(saved) && <Alert severity="warning" title={texts().newer} />}
      {query === undefined && <Alert severity="error" title={unknownTypeMessage(saved)} />}
      <InlineFieldRow>
        <TermField
          vocabulary="queryType"
          label={texts().type}
          tooltip={texts().typeTooltip}
          value={query?.queryType}
          onChange={(next) => put(changeQueryType(query ?? saved, next, app))}
        />
        {query !== undefined && <LiveField query={query} change={change} />}
      </InlineFieldRow>
      {query !== undefined && <TypeFields services={datasource} query={query} change={change} />}
      {query !== undefined && <FilterTags query={query} change={change} />}
    </Stack>
  );
}

function TypeFields({ services, query, change }: PartProps & { readonly services: EditorServices }) {
  const { Editor } = moduleOf(query);
  return <Editor services={services} query={query} change={change} />;
}

interface PartProps {
  readonly query: MeshQuery;
  readonly change: (patch: Partial<MeshQuery>) => void;
}

function LiveField({ query, change }: PartProps) {
  return (
    <SwitchField
      label={texts().live}
      tooltip={texts().liveTooltip}
      value={query.live ?? false}
      onChange={(live) => change({ live })}
    />
  );
}

function FilterTags({ query, change }: PartProps) {
  const filters = query.filters ?? [];
  if (filters.length === 0) {
    return null;
  }
  const names = filters.map(({ key, operator, value }) => `${key} ${operator} ${value}`);
  return (
    <InlineFieldRow>
      <InlineField label={texts().filters} tooltip={texts().filtersTooltip} labelWidth={LABEL_WIDTH}>
        <TagList
          tags={names}
          onClick={(name) => change({ filters: filters.filter((_filter, index) => names[index] !== name) })}
        />
      </InlineField>
    </InlineFieldRow>
  );
}
