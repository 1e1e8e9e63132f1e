import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { eventKindNames, type EventKind } from '@mesh-observatory/contract/event-kinds';
import { eventKindWords } from '../../query/kindWords';
import { LimitField, SearchField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { t } from '../../i18n';

const eventKindOptions = eventKindNames.map((value) => ({ value, label: eventKindWords()[value] }));

const isEventKind = (kind: string): kind is EventKind => eventKindNames.some((known) => known === kind);

export function EventsEditor(props: SubEditorProps) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <FixedChoicesField
          label={t('editors.events-editor.label-events', 'Events')}
          tooltip={t('editors.events-editor.tooltip-kinds-of-events-empty-all', 'Kinds of events. Empty = all.')}
          options={eventKindOptions}
          values={query.eventKinds?.filter(isEventKind)}
          onChange={(kinds) => change({ eventKinds: kinds })}
        />
        <NarrowingFields {...props} by={['nodes', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField
          {...props}
          tooltip={t('editors.events-editor.tooltip-part-of-the-title-or', 'Part of the title or the text.')}
        />
        <LimitField {...props} what={t('editors.events-editor.what-events', 'events')} usual={1000} />
      </InlineFieldRow>
    </>
  );
}
