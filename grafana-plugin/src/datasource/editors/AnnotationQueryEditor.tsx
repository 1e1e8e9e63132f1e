import type { AnnotationQuery, QueryEditorProps } from '@grafana/data';
import { InlineFieldRow, Stack } from '@grafana/ui';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import React from 'react';
import { annotationQueryOf } from '../query/annotationQuery';
import { memoize, t } from '../i18n';
import { optionsOf } from '../labels';
import { moduleOf } from '../queries/moduleOf';
import type { MeshOptions, SavedQuery } from '../types';
import { NarrowingFields } from './fields/NarrowingFields';
import { RadioField } from './fields/RadioField';
import { TextField } from './fields/TextField';
import type { EditorDataSource } from './services';

type Props = QueryEditorProps<EditorDataSource, SavedQuery, MeshOptions> & {
  annotation?: AnnotationQuery<SavedQuery>;
  onAnnotationChange?: (annotation: AnnotationQuery<SavedQuery>) => void;
};

const texts = memoize(() => ({
  source: t('editors.annotation-query-editor.source', 'Source'),
  sourceTooltip: t('editors.annotation-query-editor.source-tooltip', 'What the annotations mark in the graphs.'),
  tag: t('editors.annotation-query-editor.tag', 'Containing'),
  tagTooltip: t(
    'editors.annotation-query-editor.tag-tooltip',
    'Only messages that contain this text, for example #net. Empty = every message.',
  ),
  tagPlaceholder: t('editors.annotation-query-editor.tag-placeholder', '#tag'),
}));

type Source = 'events' | 'messages';
const isSource = (queryType: string): queryType is Source => queryType === 'events' || queryType === 'messages';
const sourceOptions = memoize(() =>
  optionsOf('queryType').flatMap((option) => (isSource(option.value) ? [{ ...option, value: option.value }] : [])),
);

/** Messages start with a search for hashtags: without one, every message would be an annotation. */
const initial: Record<Source, object> = { events: {}, messages: { search: '#' } };

export function AnnotationQueryEditor(props: Props) {
  const { datasource, query, annotation, onChange, onAnnotationChange, onRunQuery } = props;
  // Older places of Grafana keep the query in the annotation only.
  const target = annotationQueryOf({ ...(annotation?.target ?? query), refId: query?.refId ?? 'Anno' });

  const put = (next: SavedQuery) => {
    if (annotation !== undefined && onAnnotationChange !== undefined) {
      onAnnotationChange({ ...annotation, target: next });
    } else {
      onChange(next);
    }
    onRunQuery?.();
  };
  const change = (patch: object) => put({ ...target, ...patch });
  const { Editor: EventsEditor } = moduleOf({ queryType: 'events' });

  return (
    <Stack direction="column" gap={0}>
      <InlineFieldRow>
        <RadioField
          label={texts().source}
          tooltip={texts().sourceTooltip}
          options={sourceOptions()}
          value={target.queryType}
          onChange={(queryType) =>
            put({ refId: target.refId, version: QUERY_VERSION, queryType, ...initial[queryType] })
          }
        />
      </InlineFieldRow>
      {target.queryType === 'events' ? (
        <EventsEditor services={datasource} query={target} change={change} />
      ) : (
        <InlineFieldRow>
          <TextField
            label={texts().tag}
            tooltip={texts().tagTooltip}
            placeholder={texts().tagPlaceholder}
            value={target.search}
            onCommit={(search) => change({ search })}
          />
          <NarrowingFields services={datasource} query={target} change={change} by={['nodes', 'channels']} />
        </InlineFieldRow>
      )}
    </Stack>
  );
}
