import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { collectorMetricNames, type CollectorMetricName } from '@mesh-observatory/contract/collector-metrics';
import { collectorMetricWords } from '../../query/kindWords';
import { LegendField } from '../fields/CommonFields';
import { FixedChoicesField } from '../fields/FixedChoicesField';
import type { SubEditorProps } from '../subEditor';
import { lazily, t } from '../../i18n';

const metricOptions = lazily(() => collectorMetricNames.map((value) => ({ value, ...collectorMetricWords()[value] })));
const isKnown = (name: string): name is CollectorMetricName => collectorMetricNames.some((metric) => metric === name);

export function CollectorEditor(props: SubEditorProps) {
  const { query, change } = props;
  const metrics = query.metrics ?? [];
  // A variable, or a metric of a newer collector.
  const others = metrics.filter((name) => !isKnown(name));
  return (
    <>
      <InlineFieldRow>
        <FixedChoicesField
          label={t('editors.collector-editor.label-metrics', 'Metrics')}
          tooltip={t(
            'editors.collector-editor.tooltip-what-the-collector-noted-down',
            'What the collector noted down about itself, once a minute.',
          )}
          placeholder={t('editors.collector-editor.placeholder-pick-a-metric', 'Pick a metric')}
          options={metricOptions()}
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
