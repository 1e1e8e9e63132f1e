import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SearchField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function PositionsEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the name or the id of a node." />
        <LimitField {...props} what="positions" usual={20_000} />
      </InlineFieldRow>
    </>
  );
}
