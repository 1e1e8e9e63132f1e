import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../fields/ChoicesField';
import { FormatField, LimitField, SearchField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

/** Numbers are kept as numbers, because that is what the collector takes; anything else is a variable. */
export const toPorts = (values: readonly string[]): Array<number | string> =>
  values.map((value) => (/^\d+$/.test(value) ? Number(value) : value));

export function PacketsEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="ports"
          label="Ports"
          tooltip="What packets are about, by Meshtastic's port numbers. Empty = all."
          values={query.portnums?.map(String)}
          onChange={(values) => change({ portnums: toPorts(values) })}
        />
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the summary of a packet." />
        <LimitField {...props} what="packets" usual={1000} />
        <FormatField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
