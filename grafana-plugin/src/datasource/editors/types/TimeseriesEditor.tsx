import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { aggregations } from '../../contract';
import { aggregationWords } from '../../query/words';
import { ChoiceField } from '../fields/ChoiceField';
import { ChoicesField } from '../fields/ChoicesField';
import { LegendField, LimitField, SilentField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import { SwitchField } from '../fields/SwitchField';
import type { SubEditorProps } from '../subEditor';

const aggregationOptions = aggregations.map((value) => ({ value, ...aggregationWords[value] }));

export function TimeseriesEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="metrics"
          label="Metrics"
          tooltip="What nodes report, from the catalogue of the collector."
          placeholder="Pick a metric"
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <ChoiceField
          label="Aggregation"
          tooltip="How several readings within one interval become one point."
          options={aggregationOptions}
          value={query.aggregation ?? 'mean'}
          onChange={(aggregation) => change({ aggregation })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} labels="{{node}}, {{shortName}}, {{longName}}, {{metric}}, {{role}}" />
        <LimitField {...props} what="series" usual={200} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SwitchField
          label="Combine nodes"
          tooltip="One series over all nodes instead of one per node."
          value={query.combine ?? false}
          onChange={(combine) => change({ combine })}
        />
        <SilentField {...props} tooltip="Also named nodes that reported nothing in the time range." />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
