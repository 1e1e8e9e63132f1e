import { InlineFieldRow } from '@grafana/ui';
import { collectorMetricNames, type CollectorMetricName } from '@mesh-observatory/contract/collector-metrics';
import React from 'react';
import { LegendField } from '../editors/fields/CommonFields';
import { TermsField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

const isKnown = (name: string): name is CollectorMetricName => collectorMetricNames.some((metric) => metric === name);

function Editor(props: EditorProps<'collector'>) {
  const { query, change } = props;
  const metrics = query.metrics ?? [];
  // A variable, or a metric of a newer collector.
  const others = metrics.filter((name) => !isKnown(name));
  return (
    <>
      <InlineFieldRow>
        <TermsField
          vocabulary="collectorMetric"
          label={t('queries.collector.metrics', 'Metrics')}
          tooltip={t('queries.collector.metrics-tooltip', 'Metrics the collector records about itself once a minute.')}
          placeholder={t('queries.collector.metrics-placeholder', 'Pick a metric')}
          values={metrics.filter(isKnown)}
          onChange={(picked) => change({ metrics: [...picked, ...others] })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} />
      </InlineFieldRow>
    </>
  );
}

/** Not live: nothing in the live stream tells that another minute has passed. */
export const collector: QueryModule<'collector'> = {
  Editor,
  summary: ({ queryType, metrics }) => titled(queryType, metrics, 'collectorMetric'),
};
