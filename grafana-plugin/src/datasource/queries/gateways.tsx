import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { IncludeSilentField, LimitField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { reloading } from '../live/plans';
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
  livePlan: () => reloading(['gateways', 'nodes'], 10_000),
};
