import { InlineField, InlineFieldRow, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { trafficGroupNames, trafficUnitNames } from '@mesh-observatory/contract/traffic';
import { trafficGroupWords, trafficUnitWords } from '../../query/words';
import { ChoiceField } from '../fields/ChoiceField';
import { ChoicesField, LABEL_WIDTH } from '../fields/ChoicesField';
import { LegendField, LimitField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { toPorts } from './PacketsEditor';
import { lazily, t } from '../../i18n';

const groupOptions = lazily(() => trafficGroupNames.map((value) => ({ value, ...trafficGroupWords()[value] })));
const unitOptions = lazily(() => trafficUnitNames.map((value) => ({ value, ...trafficUnitWords()[value] })));

export function TrafficEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoiceField
          label={t('editors.traffic-editor.label-one-series-per', 'One series per')}
          tooltip={t('editors.traffic-editor.tooltip-what-the-traffic-is-told', 'What the traffic is told apart by.')}
          options={groupOptions()}
          value={query.trafficBy ?? 'port'}
          onChange={(trafficBy) => change({ trafficBy })}
        />
        <InlineField
          label={t('editors.traffic-editor.label-count', 'Count')}
          tooltip={t(
            'editors.traffic-editor.tooltip-packets-or-bytes-of-each',
            'Packets or bytes, of each interval or as a rate.',
          )}
          labelWidth={LABEL_WIDTH}
        >
          <RadioButtonGroup
            aria-label={t('editors.traffic-editor.label-count', 'Count')}
            options={unitOptions()}
            value={query.trafficUnit ?? 'packets'}
            onChange={(trafficUnit) => change({ trafficUnit })}
          />
        </InlineField>
      </InlineFieldRow>
      <InlineFieldRow>
        <NarrowingFields {...props} by={['nodes', 'gateways', 'channels']} />
        <ChoicesField
          datasource={datasource}
          kind="ports"
          label={t('editors.traffic-editor.label-ports', 'Ports')}
          tooltip={t('editors.traffic-editor.tooltip-only-these-ports-empty-all', 'Only these ports. Empty = all.')}
          values={query.portnums?.map(String)}
          onChange={(values) => change({ portnums: toPorts(values) })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField
          {...props}
          labels={t(
            'editors.traffic-editor.labels-the-label-that-series-are',
            'the label that series are told apart by, e.g. {{port}} or {{shortName}}',
            { port: '{{port}}', shortName: '{{shortName}}' },
          )}
        />
        <LimitField {...props} what={t('editors.traffic-editor.what-series', 'series')} usual={30} />
      </InlineFieldRow>
    </>
  );
}
