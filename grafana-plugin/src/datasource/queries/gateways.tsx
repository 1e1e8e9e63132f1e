import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { IncludeSilentField, LimitField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'gateways'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['gateways', 'channels']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} />
        <IncludeSilentField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const gateways: QueryModule<'gateways'> = {
  Editor,
};
