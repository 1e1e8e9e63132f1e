import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'channels'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['channels', 'gateways', 'nodes', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const channels: QueryModule<'channels'> = {
  Editor,
};
