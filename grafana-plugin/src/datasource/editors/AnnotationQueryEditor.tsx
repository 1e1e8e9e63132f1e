import type { AnnotationQuery, QueryEditorProps } from '@grafana/data';
import { InlineField, InlineFieldRow, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';
import type { MeshDataSource } from '../datasource';
import { QUERY_VERSION, type MeshOptions, type MeshQuery } from '../types';
import { LABEL_WIDTH } from './fields/ChoicesField';
import { TextField } from './fields/TextField';
import { EventsEditor } from './types/EventsEditor';
import { NarrowingFields } from './fields/NarrowingFields';
import { lazily, t } from '../i18n';

type Props = QueryEditorProps<MeshDataSource, MeshQuery, MeshOptions> & {
  annotation?: AnnotationQuery<MeshQuery>;
  onAnnotationChange?: (annotation: AnnotationQuery<MeshQuery>) => void;
};
type Source = 'events' | 'messages';

const sourceOptions = lazily((): Array<{ value: Source; label: string; description: string }> => [
  {
    value: 'events',
    label: t('editors.annotation-query-editor.events', 'Events'),
    description: t(
      'editors.annotation-query-editor.events-description',
      'Nodes silent, back, rebooted, renamed; gateways up and down …',
    ),
  },
  {
    value: 'messages',
    label: t('editors.annotation-query-editor.texts', 'Texts'),
    description: t('editors.annotation-query-editor.texts-description', 'Messages, for example those with a tag'),
  },
]);

const texts = lazily(() => ({
  source: t('editors.annotation-query-editor.source', 'Mark'),
  sourceTooltip: t('editors.annotation-query-editor.source-tooltip', 'What is marked in the graphs.'),
  tag: t('editors.annotation-query-editor.tag', 'Containing'),
  tagTooltip: t(
    'editors.annotation-query-editor.tag-tooltip',
    'Only texts that contain this, for example #net. Empty = every message.',
  ),
  tagPlaceholder: t('editors.annotation-query-editor.tag-placeholder', '#tag'),
}));

/** The start of a tagged-texts annotation: without a tag every message would be one. */
const starts: Record<Source, Partial<MeshQuery>> = { events: {}, messages: { search: '#' } };

export function AnnotationQueryEditor({
  datasource,
  query,
  annotation,
  onChange,
  onAnnotationChange,
  onRunQuery,
}: Props) {
  // Older places of Grafana keep the query in the annotation only.
  const target: MeshQuery = { ...(annotation?.target ?? query), refId: query?.refId ?? 'Anno' };
  const source: Source = target.queryType === 'messages' ? 'messages' : 'events';

  const put = (next: MeshQuery) => {
    if (annotation !== undefined && onAnnotationChange !== undefined) {
      onAnnotationChange({ ...annotation, target: next });
    } else {
      onChange(next);
    }
    onRunQuery?.();
  };
  const change = (patch: Partial<MeshQuery>) => put({ ...target, version: QUERY_VERSION, ...patch });
  const fields = { datasource, query: target, change };

  return (
    <Stack direction="column" gap={0}>
      <InlineFieldRow>
        <InlineField label={texts().source} tooltip={texts().sourceTooltip} labelWidth={LABEL_WIDTH}>
          <RadioButtonGroup
            aria-label={texts().source}
            options={sourceOptions()}
            value={source}
            onChange={(queryType) =>
              put({ refId: target.refId, version: QUERY_VERSION, queryType, ...starts[queryType] })
            }
          />
        </InlineField>
      </InlineFieldRow>
      {source === 'events' ? (
        <EventsEditor {...fields} />
      ) : (
        <InlineFieldRow>
          <TextField
            label={texts().tag}
            tooltip={texts().tagTooltip}
            placeholder={texts().tagPlaceholder}
            value={target.search}
            onCommit={(search) => change({ search })}
          />
          <NarrowingFields {...fields} by={['nodes', 'channels']} />
        </InlineFieldRow>
      )}
    </Stack>
  );
}
