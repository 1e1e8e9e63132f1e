import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { FormatField, LimitField, SearchField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { createMessagesMerger } from '../live/messagesMerger';
import { isMergeable, merging, reloading } from '../live/plans';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'messages'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
        <FormatField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const messages: QueryModule<'messages'> = {
  Editor,
  livePlan: (query) =>
    isMergeable(query) && query.bounds === undefined
      ? merging(['messages'], createMessagesMerger, true)
      : reloading(['messages'], 2000),
};
