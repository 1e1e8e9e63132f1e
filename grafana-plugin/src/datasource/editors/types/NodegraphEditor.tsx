import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { linkKinds } from '../../contract';
import { linkKindWords } from '../../query/words';
import { LimitField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

const linkKindOptions = linkKinds.map((value) => ({ value, ...linkKindWords[value] }));

export function NodegraphEditor(props: SubEditorProps) {
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
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what="nodes" usual={1500} />
      </InlineFieldRow>
    </>
  );
}
