import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../fields/ChoicesField';
import { LimitField, SearchField, SilentField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function NodesEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="metrics"
          label="More columns"
          tooltip="Newest values of these metrics as further columns. Battery, voltage and channel utilization are always there."
          placeholder="None"
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <SearchField {...props} tooltip="Part of a name or an id." />
      </InlineFieldRow>
      <InlineFieldRow>
        <LimitField {...props} what="nodes" usual={5000} />
        <SilentField {...props} tooltip="Also nodes that were silent during the whole time range." />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
