import { InlineFieldRow } from '@grafana/ui';
import { eventKindNames, type EventKind } from '@mesh-observatory/contract/event-kinds';
import React from 'react';
import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { TermsField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

const isKnown = (name: string): name is EventKind => eventKindNames.some((kind) => kind === name);

function Editor(props: EditorProps<'events'>) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <TermsField
          vocabulary="eventKind"
          label={t('queries.events.kinds', 'Events')}
          tooltip={t('queries.events.kinds-tooltip', 'Only these kinds of events. Empty = all.')}
          values={query.eventKinds?.filter(isKnown)}
          onChange={(eventKinds) => change({ eventKinds })}
        />
        <NarrowingFields {...props} by={['nodes', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const events: QueryModule<'events'> = {
  Editor,
  summary: ({ queryType, eventKinds }) => titled(queryType, eventKinds, 'eventKind'),
};
