import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { linkKinds } from '../../contract';
import { linkKindWords } from '../../query/words';
import { LimitField, SearchField, ThresholdsField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

const linkKindOptions = linkKinds.map((value) => ({ value, ...linkKindWords[value] }));

export function LinksEditor(props: SubEditorProps) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <FixedChoicesField
          label="Evidence"
          tooltip="How it is known that one node heard the other."
          options={linkKindOptions}
          values={query.linkKinds}
          onChange={(kinds) => change({ linkKinds: kinds })}
        />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the name or the id of a node at either end." />
        <LimitField {...props} what="links" usual={5000} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
