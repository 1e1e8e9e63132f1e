import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'batteries'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const batteries: QueryModule<'batteries'> = {
  Editor,
};
