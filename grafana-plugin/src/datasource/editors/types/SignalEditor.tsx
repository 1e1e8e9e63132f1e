import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { signalMetricNames } from '@mesh-observatory/contract/signal';
import { signalMetricWords } from '../../query/kindWords';
import { LegendField, LimitField, ThresholdsField } from '../fields/CommonFields';
import { ChoiceField } from '../fields/ChoiceField';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { lazily, t } from '../../i18n';

const metricOptions = lazily(() => signalMetricNames.map((value) => ({ value, ...signalMetricWords()[value] })));

export function SignalEditor(props: SubEditorProps) {
  const { query, change } = props;
  const metric = signalMetricNames.find((name) => name === query.metrics?.[0]) ?? 'snr';
  return (
    <>
      <InlineFieldRow>
        <ChoiceField
          label={t('editors.signal-editor.label-signal', 'Signal')}
          tooltip={t(
            'editors.signal-editor.tooltip-of-direct-receptions',
            'Of direct receptions only: what was relayed measures the relay.',
          )}
          options={metricOptions()}
          value={metric}
          onChange={(picked) => change({ metrics: [picked] })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField
          {...props}
          labels="{{node}}, {{shortName}}, {{longName}}, {{role}}, {{gateway}}, {{gatewayShortName}}, {{gatewayLongName}}, {{title}}"
        />
        <LimitField {...props} what={t('editors.signal-editor.what-pairs', 'pairs of node and gateway')} usual={20} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
