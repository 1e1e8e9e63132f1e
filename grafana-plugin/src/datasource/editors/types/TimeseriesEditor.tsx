import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { aggregationNames } from '@mesh-observatory/contract/aggregations';
import { aggregationWords } from '../../query/words';
import { ChoiceField } from '../fields/ChoiceField';
import { ChoicesField } from '../fields/ChoicesField';
import { LegendField, LimitField, SilentField, ThresholdsField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import { SwitchField } from '../fields/SwitchField';
import type { SubEditorProps } from '../subEditor';
import { lazily, t } from '../../i18n';

const aggregationOptions = lazily(() => aggregationNames.map((value) => ({ value, ...aggregationWords()[value] })));

export function TimeseriesEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          datasource={datasource}
          kind="metrics"
          label={t('editors.timeseries-editor.label-metrics', 'Metrics')}
          tooltip={t(
            'editors.timeseries-editor.tooltip-what-nodes-report-from-the',
            'What nodes report, from the catalogue of the collector.',
          )}
          placeholder={t('editors.timeseries-editor.placeholder-pick-a-metric', 'Pick a metric')}
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <ChoiceField
          label={t('editors.timeseries-editor.label-aggregation', 'Aggregation')}
          tooltip={t(
            'editors.timeseries-editor.tooltip-how-several-readings-within-one',
            'How several readings within one interval become one point.',
          )}
          options={aggregationOptions()}
          value={query.aggregation ?? 'mean'}
          onChange={(aggregation) => change({ aggregation })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} labels="{{node}}, {{shortName}}, {{longName}}, {{metric}}, {{role}}" />
        <LimitField {...props} what={t('editors.timeseries-editor.what-series', 'series')} usual={200} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SwitchField
          label={t('editors.timeseries-editor.label-combine-nodes', 'Combine nodes')}
          tooltip={t(
            'editors.timeseries-editor.tooltip-one-series-over-all-nodes',
            'One series over all nodes instead of one per node.',
          )}
          value={query.combine ?? false}
          onChange={(combine) => change({ combine })}
        />
        <SilentField
          {...props}
          tooltip={t(
            'editors.timeseries-editor.tooltip-also-named-nodes-that-reported',
            'Also named nodes that reported nothing in the time range.',
          )}
        />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}
