import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { findingKinds } from '../../contract';
import { findingKindWords } from '../../query/words';
import { LimitField, SearchField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

const findingKindOptions = findingKinds.map((value) => ({ value, ...findingKindWords[value] }));

export function FindingsEditor(props: SubEditorProps) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <FixedChoicesField
          label="Findings"
          tooltip="What to look for. Each finding is a hint with its reason, not a proof."
          options={findingKindOptions}
          values={query.findingKinds}
          onChange={(kinds) => change({ findingKinds: kinds })}
        />
        <NarrowingFields {...props} by={['nodes', 'channels', 'gateways', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the name or the id of a node." />
        <LimitField {...props} what="findings" usual={1000} />
      </InlineFieldRow>
    </>
  );
}
