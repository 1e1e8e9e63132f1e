import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'traceroutes'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const traceroutes: QueryModule<'traceroutes'> = {
  Editor,
};
