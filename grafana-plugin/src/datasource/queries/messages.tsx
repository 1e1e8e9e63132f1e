import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { FormatField, LimitField, SearchField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
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
};
