import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function ChannelsEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['channels', 'gateways', 'nodes', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what="channels" usual={200} />
      </InlineFieldRow>
    </>
  );
}
