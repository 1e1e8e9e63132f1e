import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { collectorMetrics, type CollectorMetric } from '../../contract';
import { collectorMetricWords } from '../../query/words';
import { LegendField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import type { SubEditorProps } from '../subEditor';

const metricOptions = collectorMetrics.map((value) => ({ value, ...collectorMetricWords[value] }));
const isKnown = (name: string): name is CollectorMetric => collectorMetrics.some((metric) => metric === name);

export function CollectorEditor(props: SubEditorProps) {
  const { query, change } = props;
  const metrics = query.metrics ?? [];
  // A variable, or a metric of a newer collector.
  const others = metrics.filter((name) => !isKnown(name));
  return (
    <>
      <InlineFieldRow>
        <FixedChoicesField
          label="Metrics"
          tooltip="What the collector noted down about itself, once a minute."
          placeholder="Pick a metric"
          options={metricOptions}
          values={metrics.filter(isKnown)}
          onChange={(picked) => change({ metrics: [...picked, ...others] })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} labels="{{metric}}" />
      </InlineFieldRow>
    </>
  );
}
