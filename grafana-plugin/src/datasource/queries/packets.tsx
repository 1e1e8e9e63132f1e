import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { FormatField, LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { PortsField } from '../editors/fields/PortsField';
import type { EditorProps, QueryModule } from './queryModule';

function Editor(props: EditorProps<'packets'>) {
  return (
    <>
      <InlineFieldRow>
        <PortsField {...props} />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} />
        <LimitField {...props} />
        <FormatField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const packets: QueryModule<'packets'> = {
  Editor,
};
