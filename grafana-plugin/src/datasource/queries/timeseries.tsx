import { InlineFieldRow } from '@grafana/ui';
import React from 'react';
import { ChoicesField } from '../editors/fields/ChoicesField';
import { IncludeSilentField, LegendField, LimitField, ThresholdsField } from '../editors/fields/CommonFields';
import { NarrowingFields } from '../editors/fields/NarrowingFields';
import { SwitchField } from '../editors/fields/SwitchField';
import { TermField } from '../editors/fields/TermFields';
import { t } from '../i18n';
import { titleOf } from '../labels';
import { listed } from '../query/listed';
import type { EditorProps, QueryModule } from './queryModule';

const DEFAULT_AGGREGATION = 'mean';

function Editor(props: EditorProps<'timeseries'>) {
  const { services, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoicesField
          services={services}
          kind="metrics"
          label={t('queries.timeseries.metrics', 'Metrics')}
          tooltip={t('queries.timeseries.metrics-tooltip', "Telemetry of the nodes, from the collector's catalog.")}
          placeholder={t('queries.timeseries.metrics-placeholder', 'Pick a metric')}
          values={query.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <TermField
          vocabulary="aggregation"
          label={t('queries.timeseries.aggregation', 'Aggregation')}
          tooltip={t(
            'queries.timeseries.aggregation-tooltip',
            'How several readings within one interval become one point.',
          )}
          value={query.aggregation ?? DEFAULT_AGGREGATION}
          onChange={(aggregation) => change({ aggregation })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels', 'roles']} />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} />
        <LimitField {...props} />
      </InlineFieldRow>
      <InlineFieldRow>
        <SwitchField
          label={t('queries.timeseries.combine', 'Combine nodes')}
          tooltip={t('queries.timeseries.combine-tooltip', 'One series over all nodes instead of one per node.')}
          value={query.combine ?? false}
          onChange={(combine) => change({ combine })}
        />
        <SwitchField
          label={t('queries.timeseries.sea-level', 'At sea level')}
          tooltip={t(
            'queries.timeseries.sea-level-tooltip',
            'Reduces barometric pressure to sea level, by the altitude and temperature of each node.',
          )}
          value={query.seaLevel ?? false}
          onChange={(seaLevel) => change({ seaLevel })}
        />
        <IncludeSilentField {...props} />
        <ThresholdsField {...props} />
      </InlineFieldRow>
    </>
  );
}

export const timeseries: QueryModule<'timeseries'> = {
  Editor,
  summary: ({ metrics = [], aggregation = DEFAULT_AGGREGATION, combine }) => {
    const named = metrics.length === 0 ? t('queries.timeseries.no-metric', 'no metric') : listed(metrics);
    const title = titleOf('aggregation', aggregation).toLowerCase();
    return combine === true
      ? t('queries.timeseries.summary-combined', '{{metrics}} ({{aggregation}}, all nodes combined)', {
          metrics: named,
          aggregation: title,
        })
      : t('queries.timeseries.summary', '{{metrics}} ({{aggregation}})', { metrics: named, aggregation: title });
  },
};
