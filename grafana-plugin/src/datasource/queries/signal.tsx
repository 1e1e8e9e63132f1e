import { InlineFieldRow } from '@grafana/ui';
import { signalMetricNames } from '@mesh-observatory/contract/signal';
import React from 'react';
import { LegendField, LimitField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { TermField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import type { EditorProps, QueryModule } from './queryModule';
import { titled } from './titled';

function Editor(props: EditorProps<'signal'>) {
  const { query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <TermField
          vocabulary="signalMetric"
          label={t('queries.signal.metric', 'Signal')}
          tooltip={t('queries.signal.metric-tooltip', 'Direct receptions only: relayed packets measure the relay.')}
          value={signalMetricNames.find((name) => name === query.metrics?.[0]) ?? 'snr'}
          onChange={(metric) => change({ metrics: [metric] })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} />
        <LimitField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

/** Not live: packets come too often, and graphs of hours need no hurry. */
export const signal: QueryModule<'signal'> = {
  Editor,
  summary: ({ queryType, metrics }) => titled(queryType, metrics, 'signalMetric'),
};
