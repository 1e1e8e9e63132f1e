import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { SearchField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'changes'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'channels', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const changes: QueryModule<'changes'> = {
  Editor,
};
