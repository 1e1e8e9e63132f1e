import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { EvidenceField } from '../editors/fields/EvidenceField';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

function Editor(props: EditorProps<'links'>) {
  return (
    <>
      <InlineFieldRow>
        <EvidenceField {...props} />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const links: QueryModule<'links'> = {
  Editor,
  summary: ({ queryType, linkKinds }) => titled(queryType, linkKinds, 'linkKind'),
};
