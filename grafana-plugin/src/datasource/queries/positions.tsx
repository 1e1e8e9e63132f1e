import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { isMergeable, merging, reloading } from '../live/plans';
import { createPositionsMerger } from '../live/positionsMerger';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'positions'>) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const positions: QueryModule<'positions'> = {
  Editor,
  livePlan: (query) =>
    isMergeable(query) && query.search === undefined
      ? merging(['positions'], createPositionsMerger, true)
      : reloading(['positions'], 5000),
};
