import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { FormatField, LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { PortsField } from '../editors/fields/PortsField';
import { createPacketsMerger } from '../live/packetsMerger';
import { isMergeable, merging, reloading } from '../live/plans';
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
  livePlan: (query) =>
    isMergeable(query) && query.bounds === undefined
      ? merging(['packets'], createPacketsMerger, true)
      : reloading(['packets'], 5000),
};
