import { InlineField, InlineFieldRow, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { trafficGroups, trafficUnits } from '../../contract';
import { trafficGroupWords, trafficUnitWords } from '../../query/words';
import { ChoiceField } from '../fields/ChoiceField';
import { ChoicesField, LABEL_WIDTH } from '../fields/ChoicesField';
import { LegendField, LimitField } from '../fields/CommonFields';
import { NarrowingFields } from '../fields/NarrowingFields';
import type { SubEditorProps } from '../subEditor';
import { toPorts } from './PacketsEditor';

const groupOptions = trafficGroups.map((value) => ({ value, ...trafficGroupWords[value] }));
const unitOptions = trafficUnits.map((value) => ({ value, ...trafficUnitWords[value] }));

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
        <InlineField label="Count" tooltip="Packets or bytes, of each interval or as a rate." labelWidth={LABEL_WIDTH}>
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
