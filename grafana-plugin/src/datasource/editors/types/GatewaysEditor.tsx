import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { LimitField, SilentField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function GatewaysEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['gateways', 'channels']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what="gateways" usual={500} />
        <SilentField {...props} tooltip="Also gateways that were silent during the whole time range." />
      </InlineFieldRow>
    </>
  );
}
