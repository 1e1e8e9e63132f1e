import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { EvidenceField } from '../editors/fields/EvidenceField';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { createLinksMerger } from '../live/linksMerger';
import { isMergeable, merging, reloading } from '../live/plans';
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
  livePlan: (query) =>
    isMergeable(query) && query.search === undefined && query.bounds === undefined
      ? merging(['links', 'positions'], createLinksMerger)
      : reloading(['links'], 5000),
};
