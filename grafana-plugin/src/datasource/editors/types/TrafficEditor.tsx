import { InlineField, InlineFieldRow, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { trafficGroups } from '../../contract';
import { trafficGroupWords } from '../../query/words';
import { ChoiceField } from '../fields/ChoiceField';
import { ChoicesField, LABEL_WIDTH } from '../fields/ChoicesField';
import { LegendField, LimitField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { toPorts } from './PacketsEditor';

const groupOptions = trafficGroups.map((value) => ({ value, ...trafficGroupWords[value] }));
const unitOptions = [
  { value: 'packets' as const, label: 'Packets' },
  { value: 'bytes' as const, label: 'Bytes' },
];

export function TrafficEditor(props: SubEditorProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <InlineFieldRow>
        <ChoiceField
          label="One series per"
          tooltip="What the traffic is told apart by."
          options={groupOptions}
          value={query.trafficBy ?? 'port'}
          onChange={(trafficBy) => change({ trafficBy })}
        />
        <InlineField label="Count" tooltip="Packets, or their bytes." labelWidth={LABEL_WIDTH}>
          <RadioButtonGroup
            aria-label="Count"
            options={unitOptions}
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
          label="Ports"
          tooltip="Only these ports. Empty = all."
          values={query.portnums?.map(String)}
          onChange={(values) => change({ portnums: toPorts(values) })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <LegendField {...props} labels="the label that series are told apart by, e.g. {{port}} or {{shortName}}" />
        <LimitField {...props} what="series" usual={30} />
      </InlineFieldRow>
    </>
  );
}
