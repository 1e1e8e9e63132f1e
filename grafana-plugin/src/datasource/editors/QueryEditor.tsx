import type { QueryEditorProps } from '@grafana/data';
import { Alert, InlineField, InlineFieldRow, Stack, TagList } from '@grafana/ui';
import React from 'react';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import type { MeshDataSource } from '../datasource';
import { hasLivePlan } from '../live/plans';
import { changeQueryType, DEFAULT_LIVE_POINTS, isComplete } from '../query/defaults';
import { isFromNewerPlugin, migrateQuery } from '../query/migrate';
import { queryTypeWords } from '../query/words';
import type { MeshOptions, MeshQuery } from '../types';
import { ChoiceField } from './fields/ChoiceField';
import { LABEL_WIDTH } from './fields/ChoicesField';
import { SwitchField } from './fields/SwitchField';
import { NumberField } from './fields/TextField';
import { subEditors } from './subEditors';
import { lazily, t } from '../i18n';

type Props = QueryEditorProps<MeshDataSource, MeshQuery, MeshOptions>;

const texts = lazily(() => ({
  newer: t(
    'editors.query-editor.newer',
    'This query was saved by a newer version of the plugin. Changing it here may lose something.',
  ),
  show: t('editors.query-editor.show', 'Show'),
  showTooltip: t('editors.query-editor.show-tooltip', 'What the query is about.'),
  live: t('editors.query-editor.live', 'Live'),
  liveTooltip: t(
    'editors.query-editor.live-tooltip',
    'Keep the answer up to date from the live stream while the time range ends now.',
  ),
  livePoints: t('editors.query-editor.live-points', 'Live points'),
  livePointsTooltip: t(
    'editors.query-editor.live-points-tooltip',
    'Most points of a series, or rows of a list, that live updates may make it grow to.',
  ),
  filters: t('editors.query-editor.filters', 'Filters'),
  filtersTooltip: t(
    'editors.query-editor.filters-tooltip',
    'Conditions from "Filter for value". Click one to remove it.',
  ),
}));

const typeOptions = lazily(() => queryTypes.map((value) => ({ value, ...queryTypeWords()[value] })));
const NUMBER_WIDTH = 16;

export function QueryEditor({ datasource, query: saved, onChange, onRunQuery, app }: Props) {
  const query = migrateQuery(saved);
  const queryType = query.queryType ?? 'timeseries';
  const SubEditor = subEditors[queryType];

  const put = (next: MeshQuery) => {
    onChange(next);
    if (isComplete(next)) {
      onRunQuery();
    }
  };
  const change = (patch: Partial<MeshQuery>) => put({ ...query, ...patch });

  return (
    <Stack direction="column" gap={0}>
      {isFromNewerPlugin(saved) && <Alert severity="warning" title={texts().newer} />}
      <InlineFieldRow>
        <ChoiceField
          label={texts().show}
          tooltip={texts().showTooltip}
          options={typeOptions()}
          value={queryType}
          onChange={(next) => put(changeQueryType(query, next, app))}
        />
        {hasLivePlan(queryType) && (
          <SwitchField
            label={texts().live}
            tooltip={texts().liveTooltip}
            value={query.live ?? false}
            onChange={(live) => change({ live })}
          />
        )}
        {hasLivePlan(queryType) && query.live === true && (
          <NumberField
            label={texts().livePoints}
            tooltip={texts().livePointsTooltip}
            placeholder={String(DEFAULT_LIVE_POINTS)}
            value={query.livePoints}
            max={20_000}
            width={NUMBER_WIDTH}
            onCommit={(livePoints) => change({ livePoints })}
          />
        )}
      </InlineFieldRow>
      <SubEditor datasource={datasource} query={query} change={change} />
      <FilterTags query={query} change={change} />
    </Stack>
  );
}

function FilterTags({
  query,
  change,
}: {
  readonly query: MeshQuery;
  readonly change: (patch: Partial<MeshQuery>) => void;
}) {
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
