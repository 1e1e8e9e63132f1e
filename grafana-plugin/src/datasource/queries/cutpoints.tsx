import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { EvidenceField } from '../editors/fields/EvidenceField';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

/** The graph is the whole mesh; nodes, channels and roles choose whose loss is of interest. */
function Editor(props: EditorProps<'cutpoints'>) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const cutpoints: QueryModule<'cutpoints'> = {
  Editor,
  summary: ({ queryType, linkKinds }) => titled(queryType, linkKinds, 'linkKind'),
};
