import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../fields/ChoicesField';
import { LimitField, SearchField, SilentField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';

export function ValuesEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="values"
          label="Values"
          tooltip="What each node, gateway or channel is asked for. Alert rules take one value per query."
          placeholder="Pick a value"
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SearchField {...props} tooltip="Part of the name or the id of a node." />
        <LimitField {...props} what="values" usual={5000} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SilentField {...props} tooltip="Also nodes and gateways that were silent during the whole time range." />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
