import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { FormatField, LimitField, SearchField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function MessagesEditor(props: SubEditorProps) {
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the text." />
        <LimitField {...props} what="messages" usual={1000} />
        <FormatField {...props} />
      </InlineFieldRow>
    </>
  );
}
